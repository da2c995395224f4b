"""mp.solutions: the same classes, options, results and drawings, computed by libsightline."""
from sightline.solutions import (
    drawing_styles, drawing_utils, face_detection, face_mesh, face_mesh_connections, hands, hands_connections, holistic, pose,
    pose_connections)

__all__ = ['drawing_styles', 'drawing_utils', 'face_detection', 'face_mesh', 'face_mesh_connections', 'hands',
           'hands_connections', 'holistic', 'pose', 'pose_connections']
