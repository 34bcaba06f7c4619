"""Approvals bound to content: who said of which change, to the byte, that it may land.

    digest.py       the change of some paths as one SHA-256, the same from the index, a range, after a rebase or a squash
    statement.py    one approval, veto or override as a small signed text
    signing.py      ssh-keygen and gpg: sign a statement, say whether a signature holds and whose it is
    store.py        where statements lie: in the tree, or in git notes
    forge.py        approvals that a forge reports in CI, and Reviewed-by trailers
    people.py       who is who: mail map, aliases, groups; makers of a change
    codeowners.py   a CODEOWNERS file as a source of approvers
    requirement.py  who has to approve, and whether they have
    review.py       all of that about one range, as a rule sees it

Everything here is pure but `signing`, `store` and `review`, which meet git, ssh-keygen and gpg on a rule's behalf.
Nothing of it is imported on the way of a commit.
"""
