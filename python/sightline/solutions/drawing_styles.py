"""How mp.solutions draws hands, faces and bodies: colours and sizes as of mediapipe v0.10.21, drawing_styles.py."""
from sightline.solutions import face_mesh_connections as face
from sightline.solutions import hands_connections as hand
from sightline.solutions.drawing_utils import DrawingSpec
from sightline.solutions.hands import HandLandmark
from sightline.solutions.pose import PoseLandmark

_RADIUS = 5
_RED = (48, 48, 255)
_GREEN = (48, 255, 48)
_BLUE = (192, 101, 21)
_YELLOW = (0, 204, 255)
_GRAY = (128, 128, 128)
_PURPLE = (128, 64, 128)
_PEACH = (180, 229, 255)
_WHITE = (224, 224, 224)
_CYAN = (192, 255, 48)
_MAGENTA = (192, 48, 255)
_LEFT_SIDE, _RIGHT_SIDE = (0, 138, 255), (231, 217, 0)

_PALM_LINE, _FINGER_LINE, _FILLED = 3, 2, -1
_MESH_LINE, _CONTOUR_LINE, _BODY_LINE = 1, 2, 2

_FINGERS = ('THUMB', 'INDEX_FINGER', 'MIDDLE_FINGER', 'RING_FINGER', 'PINKY')
_FINGER_COLOURS = (_PEACH, _PURPLE, _YELLOW, _GREEN, _BLUE)


def _finger(landmark):
    """The colour of a hand's point: red where fingers begin."""
    first = 'THUMB_CMC' if landmark.name.startswith('THUMB') else '_MCP'
    if landmark is HandLandmark.WRIST or landmark.name.endswith(first):
        return _RED
    return next(colour for name, colour in zip(_FINGERS, _FINGER_COLOURS) if landmark.name.startswith(name))


def _by_connection(rows):
    """A spec for each connection of each (connections, colour, thickness); one object for each row."""
    style = {}
    for connections, colour, thickness in rows:
        style.update(dict.fromkeys(connections, DrawingSpec(color=colour, thickness=thickness)))
    return style


def get_default_hand_landmarks_style():
    """Drawing specs by HandLandmark."""
    specs = {colour: DrawingSpec(color=colour, thickness=_FILLED, circle_radius=_RADIUS)
             for colour in (_RED,) + _FINGER_COLOURS}
    return {landmark: specs[_finger(landmark)] for landmark in HandLandmark}


def get_default_hand_connections_style():
    """Drawing specs by connection of HAND_CONNECTIONS."""
    return _by_connection([
        (hand.HAND_PALM_CONNECTIONS, _GRAY, _PALM_LINE),
        (hand.HAND_THUMB_CONNECTIONS, _PEACH, _FINGER_LINE),
        (hand.HAND_INDEX_FINGER_CONNECTIONS, _PURPLE, _FINGER_LINE),
        (hand.HAND_MIDDLE_FINGER_CONNECTIONS, _YELLOW, _FINGER_LINE),
        (hand.HAND_RING_FINGER_CONNECTIONS, _GREEN, _FINGER_LINE),
        (hand.HAND_PINKY_FINGER_CONNECTIONS, _BLUE, _FINGER_LINE)])


def get_default_face_mesh_contours_style(i=0):
    """Drawing specs by connection of FACEMESH_CONTOURS; i=1: the second style, with the nose."""
    parts = [face.FACEMESH_LIPS, face.FACEMESH_LEFT_EYE, face.FACEMESH_LEFT_EYEBROW, face.FACEMESH_RIGHT_EYE,
             face.FACEMESH_RIGHT_EYEBROW, face.FACEMESH_FACE_OVAL]
    colours = [_WHITE, _GREEN, _GREEN, _RED, _RED, _WHITE]
    if i == 1:
        parts.append(face.FACEMESH_NOSE)
        colours = [_BLUE, _CYAN, _GREEN, _MAGENTA, _RED, _WHITE, _YELLOW]
    return _by_connection([(part, colour, _CONTOUR_LINE) for part, colour in zip(parts, colours)])


def get_default_face_mesh_tesselation_style():
    """The one drawing spec of the mesh."""
    return DrawingSpec(color=_GRAY, thickness=_MESH_LINE)


def get_default_face_mesh_iris_connections_style():
    """Drawing specs by connection of FACEMESH_IRISES."""
    return _by_connection([(face.FACEMESH_LEFT_IRIS, _GREEN, _CONTOUR_LINE),
                           (face.FACEMESH_RIGHT_IRIS, _RED, _CONTOUR_LINE)])


def get_default_pose_landmarks_style():
    """Drawing specs by PoseLandmark: the person's left and right side, and the nose."""
    def side(landmark):
        return _WHITE if landmark is PoseLandmark.NOSE else _LEFT_SIDE if 'LEFT' in landmark.name else _RIGHT_SIDE
    specs = {colour: DrawingSpec(color=colour, thickness=_BODY_LINE) for colour in (_WHITE, _LEFT_SIDE, _RIGHT_SIDE)}
    return {landmark: specs[side(landmark)] for landmark in PoseLandmark}
