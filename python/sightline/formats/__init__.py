"""The messages in which results come: modules and classes named as in mediapipe.framework.formats."""
