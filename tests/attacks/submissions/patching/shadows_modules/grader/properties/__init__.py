BUILT_IN = {}
SHADOW = True
