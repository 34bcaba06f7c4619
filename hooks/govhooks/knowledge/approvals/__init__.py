"""Approvals bound to content: who said that exactly this change may land, byte for byte.

    digest.py       the change of some paths as one SHA-256: the same from the index, a range, after a rebase or a squash
    statement.py    one approval, veto or override as a small signed text
    signing.py      run ssh-keygen and gpg: sign a statement, check a signature and whose it is
    store.py        where statements are stored: in the tree, or in git notes
    forge.py        approvals that a forge reports in CI, and Reviewed-by trailers
    people.py       who is who: mail map, aliases, groups; the makers of a change
    codeowners.py   a CODEOWNERS file as a source of approvers
    requirement.py  who has to approve, and whether they have
    review.py       all of this for one range, as a rule sees it

Everything here is pure except `signing`, `store` and `review`, which call git, ssh-keygen and gpg for a rule.
None of it is imported during a commit.
"""
