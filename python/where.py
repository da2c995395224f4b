"""Print the folder, below the prefix, in which this Python looks for packages.  where.py PREFIX"""
import sys
import sysconfig

VERSION = 'python%d.%d' % sys.version_info[:2]
DEBIAN = 'deb_system' in sysconfig.get_scheme_names()
FOLDERS = {'/usr': 'lib/python3/dist-packages', '/usr/local': 'lib/%s/dist-packages' % VERSION} if DEBIAN else {}

print(FOLDERS.get(sys.argv[1].rstrip('/'), 'lib/%s/site-packages' % VERSION))
