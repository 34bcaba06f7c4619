"""Dependencies: what a change does to the packages of locks and manifests.

    difference.py   two states of a lock or manifest -> what was added, updated, removed, taken from elsewhere
    lookalikes.py   a name -> the much used package that it can be mistaken for

Everything here is pure. Nothing of it is imported on the way of a commit that touches neither a lock nor a manifest.
"""
