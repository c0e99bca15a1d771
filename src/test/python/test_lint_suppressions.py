"""Lint: comments that suppress what is found."""

import pytest
from conftest import Start, WriteProject
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


IN_BRACKETS = "rules stand in brackets, as in '{}'"
NO_RULE = "name a rule in the brackets, or write 'ignore' for every rule"
BEGINNING = "'dagster-lint: ignore' or 'dagster-lint: ignore-file' is how it begins"
WORDS = "'ignore' and 'ignore-file' are what it may say"


@pytest.mark.parametrize(
    ("comment", "said", "remedy"),
    [
        ("dagster-lint: ignore unknown-upstream", "ignore unknown-upstream", IN_BRACKETS),
        ("dagster-lint: ignore unknown_upstream, op-job", "ignore unknown_upstream", IN_BRACKETS),
        ("dagster-lint: ignore unknown-upstrem", "ignore unknown-upstrem", IN_BRACKETS),
        ("dagster-lint: ignore: unknown-upstream", "ignore: unknown-upstream", IN_BRACKETS),
        ("dagster-lint: ignore=unknown-upstream", "ignore=unknown-upstream", IN_BRACKETS),
        ("dagster-lint: ignore(unknown-upstream)", "ignore(unknown-upstream)", IN_BRACKETS),
        ("dagster-lint: ignore[unknown-upstream", "ignore[unknown-upstream", IN_BRACKETS),
        ("dagster-lint: ignore[]", "ignore[]", NO_RULE),
        ("dagster-lint: ignore [ , ]", "ignore [ , ]", NO_RULE),
        ("dagster_lint: ignore[unknown-upstream]", "dagster_lint: ignore", BEGINNING),
        ("Dagster-Lint: Ignore[unknown-upstream]", "Dagster-Lint: Ignore", BEGINNING),
        ("dagster lint: ignore made by hand", "dagster lint: ignore", BEGINNING),
        ("dagster-lint ignore[unknown-upstream]", "dagster-lint ignore", BEGINNING),
        ("dagster-lint ignore unknown-upstream", "dagster-lint ignore", BEGINNING),
        ("dagster-lint ignore", "dagster-lint ignore", BEGINNING),
        ("dagster-lint: disable=unknown-upstream", "disable", WORDS),
        ("dagster-lint: [unknown-upstream]", "[unknown-upstream]", WORDS),
    ],
)
def test_a_comment_that_is_nearly_right_suppresses_nothing_and_is_found(
    find: Find, comment: str, said: str, remedy: str
) -> None:
    told = {one["rule"]: one for one in find(_commented(comment))}
    assert told.keys() == {"unknown-upstream", "unknown-suppression"}
    assert told["unknown-upstream"]["suppressed"] is False
    message = remedy.format("ignore[unknown-upstream]")
    assert told["unknown-suppression"]["message"] == f"the comment says '{said}', and suppresses nothing: {message}"
    assert told["unknown-suppression"]["at"]["line"] == 3


@pytest.mark.parametrize(
    "comment",
    [
        "dagster-lint: ignore made by hand",
        "dagster-lint: ignore, made by hand",
        "dagster-lint: ignore (see [1])",
        "dagster-lint: ignore unknown to us",
        "dagster-lint:ignore [unknown-upstream]: made by hand",
        "see dagster lint docs, dagster-lint: ignore[unknown-upstream]",
    ],
)
def test_a_comment_may_give_a_reason(find: Find, comment: str) -> None:
    assert [(one["rule"], one["suppressed"]) for one in find(_commented(comment))] == [("unknown-upstream", True)]


@pytest.mark.parametrize("comment", ["see dagster-lint docs", "what dagster lint ignores", "dagster_lint ignore this?"])
def test_a_comment_about_lint_is_not_meant_to_suppress(find: Find, comment: str) -> None:
    assert [(one["rule"], one["suppressed"]) for one in find(_commented(comment))] == [("unknown-upstream", False)]


def _commented(comment: str) -> str:
    return f"""
        import dagster as dg

        @dg.asset(deps=["nothing"])  # {comment}
        def orders(): ...

        defs = dg.Definitions(assets=[orders])
        """


def test_a_comment_that_covers_no_finding_of_its_rule_is_found(find: Find) -> None:
    found = find(
        """
        # dagster-lint: ignore-file[missing-group, op-job]
        import dagster as dg

        # dagster-lint: ignore[unknown-upstream, missing-owner]
        @dg.asset
        def orders(): ...

        @dg.asset(deps=["nothing"])  # dagster-lint: ignore[unknown-upstream]
        def used(): ...

        # dagster-lint: ignore
        @dg.asset(owners=["team:data"])
        def every_rule(): ...

        # dagster-lint: ignore[unset-environment-variable, failing-sensor, unpartitioned-append, unused-suppression]
        # dagster-lint: ignore[mising-owner]
        defs = dg.Definitions(assets=[orders, used, every_rule])

        # dagster-lint: ignore[unknown-checked-asset, unused-suppression]
        """,
        "unused-suppression",
    )
    assert [(one["name"], one["value"], one["at"]["line"], one["suppressed"]) for one in found] == [
        ("definitions.py", "op-job", 1, False),
        ("definitions.py", "unknown-upstream", 4, False),
        ("definitions.py", "unknown-checked-asset", 19, True),
    ]
    assert [one["message"] for one in found][:2] == [
        "the comment ignores 'op-job', of which there is no finding in this file",
        "the comment ignores 'unknown-upstream', of which there is no finding here",
    ]


def test_a_comment_on_what_is_only_made_elsewhere_is_of_use(find: Find) -> None:
    found = find(
        """
        import os
        import dagster as dg

        if os.environ.get("STAGE") == "prod":
            # dagster-lint: ignore[missing-owner]
            @dg.asset
            def in_production(): ...
        else:
            # dagster-lint: ignore[missing-group]
            other = dg.AssetSpec("other", group_name="g")

        try:
            import missing_library
            bare = dg.AssetSpec("bare")  # dagster-lint: ignore[unknown-upstream]
        except ImportError:
            pass

        match os.environ.get("STAGE"):
            case "prod":
                # dagster-lint: ignore[missing-owner]
                spec = dg.AssetSpec("matched")

        for name in os.environ.get("NAMES", "").split():
            # dagster-lint: ignore[missing-owner]
            several = dg.AssetSpec(name)

        def make(name):
            # dagster-lint: ignore[missing-owner]
            @dg.asset(name=name)
            def made(): ...
            return made

        # dagster-lint: ignore[op-job]
        @dg.asset
        def always(): ...

        @dg.asset
        def signed(
            context,
        ):  # dagster-lint: ignore[op-job]
            ...

        defs = dg.Definitions(assets=[always, signed])
        """,
        "unused-suppression",
    )
    assert [(one["value"], one["at"]["source"]) for one in found] == [
        ("op-job", "# dagster-lint: ignore[op-job]"),
        ("op-job", "):  # dagster-lint: ignore[op-job]"),
    ]


def test_a_comment_is_of_use_that_covers_a_finding_of_any_repository(find: Find) -> None:
    code = """
        import dagster as dg

        # dagster-lint: ignore[missing-owner, op-job]
        @dg.asset
        def of_two(): ...

        @dg.asset
        def of_one(): ...

        @dg.repository
        def one(): return [of_one]

        @dg.repository
        def two(): return [of_two]
        """
    assert [one["value"] for one in find(code, "unused-suppression")] == ["op-job"]
    assert find(code, "unused-suppression", repository="one") == []


def test_a_comment_is_of_use_for_what_one_code_location_alone_cannot_tell(
    start: Start, write_project: WriteProject
) -> None:
    code = """
        import dagster as dg
        @dg.asset(deps=["of_two"])  # dagster-lint: ignore[unknown-upstream]
        def of_one(): ...
        defs = dg.Definitions(assets=[of_one])
        """
    project = write_project({"one.py": code, "two.py": code})
    client = start(project)
    client.open("python_file", str(project / "one.py"), str(project / "two.py"), location="one.py")
    findings = client.ask("definitions.describe", {"location": "one.py"})["findings"]
    assert [one for one in findings if one["rule"] == "unused-suppression"] == []
