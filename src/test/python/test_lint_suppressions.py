"""Lint: comments that suppress what is found."""

from linted import Find


def test_comments_suppress_findings(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        # Another deployment makes it. dagster-lint: ignore[unknown-upstream]
        @dg.asset(deps=["nothing"])
        def above(): ...

        @dg.asset(
            deps=["nothing"],  # dagster-lint: ignore[unknown-upstream, missing-owner] made by hand
        )
        def inside(): ...

        @dg.asset(deps=["nothing"])
        def signature():  # dagster-lint: ignore
            ...

        @dg.asset(deps=["nothing"])
        def other_rule():  # dagster-lint: ignore[missing-owner]
            ...

        @dg.asset(deps=["nothing"])
        def in_a_string():
            "# dagster-lint: ignore"

        elsewhere = dg.AssetSpec(
            "elsewhere",
            deps=["nothing"],  # dagster-lint: ignore[unknown-upstream]
        )

        defs = dg.Definitions(assets=[above, inside, signature, other_rule, in_a_string, elsewhere])
        """
    )
    assert {one["name"]: one["suppressed"] for one in found} == {
        "above": True,
        "elsewhere": True,
        "in_a_string": False,
        "inside": True,
        "other_rule": False,
        "signature": True,
    }


def test_a_comment_behind_a_statement_is_about_that_alone(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        b = dg.AssetSpec("b", deps=["x2"])  # dagster-lint: ignore[unknown-upstream]
        c = dg.AssetSpec("c", deps=["x3"])
        # dagster-lint: ignore[unknown-upstream]
        d = dg.AssetSpec("d", deps=["x4"])

        defs = dg.Definitions(assets=[b, c, d])
        """
    )
    assert {one["name"]: one["suppressed"] for one in found} == {"b": True, "c": False, "d": True}


def test_a_comment_suppresses_in_a_whole_file(find: Find) -> None:
    found = find(
        """
        # dagster-lint: ignore-file[unknown-upstream]
        import dagster as dg

        @dg.asset(deps=["nothing"])
        def orders(): ...

        defs = dg.Definitions(assets=[orders])
        """,
        "unknown-upstream",
        "missing-owner",
    )
    assert [(one["rule"], one["suppressed"]) for one in found] == [("missing-owner", False), ("unknown-upstream", True)]


def test_a_comment_that_suppresses_nothing_is_found(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        # dagster-lint: ignore[mising-owner]
        @dg.asset
        def orders(): ...

        # dagster-lint: ignroe
        defs = dg.Definitions(assets=[orders])
        """
    )
    assert [(one["rule"], one["name"], one["value"], one["at"]["line"]) for one in found] == [
        ("unknown-suppression", "definitions.py", "ignroe", 7),
        ("unknown-suppression", "definitions.py", "mising-owner", 3),
    ]
