package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptions as trees of few elements. */
class MarkdownTest {
    private static String tree(String text) {
        return new Markdown().tree(text).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "one line~[[\"p\",\"one line\"]]",
                "a **b** *c* `d`~[[\"p\",\"a \",[\"strong\",\"b\"],\" \",[\"em\",\"c\"],\" \",[\"code\",\"d\"]]]",
                "# Title~[[\"h4\",\"Title\"]]",
                "> quoted~[[\"blockquote\",[\"p\",\"quoted\"]]]",
                "see [docs](https://a.b/c)~[[\"p\",\"see \",[\"a\",\"https://a.b/c\",\"docs\"]]]",
                "see [docs](javascript:alert)~[[\"p\",\"see \",\"docs\"]]",
                "![picture](https://a.b/c.png)~[[\"p\",[\"a\",\"https://a.b/c.png\",\"picture\"]]]",
                "a ******** b~[[\"p\",\"a ******** b\"]]",
                "********~[[\"p\",\"********\"]]",
            })
    void textBecomesElements(String text, String tree) {
        assertThat(tree(text)).isEqualTo(tree);
    }

    @Test
    void blocksBecomeElements() {
        assertThat(tree("- a\n- b\n\n1. c\n\n```\nd = 1\n```\n\n---"))
                .isEqualTo("[[\"ul\",[\"li\",[\"p\",\"a\"]],[\"li\",[\"p\",\"b\"]]],[\"ol\",[\"li\",[\"p\",\"c\"]]],"
                        + "[\"pre\",\"d = 1\\n\"],[\"hr\"]]");
    }

    @Test
    void aTableIsATable() {
        assertThat(tree("| a | b |\n|---|---|\n| 1 | 2 |"))
                .isEqualTo("[[\"table\",[\"thead\",[\"tr\",[\"th\",\"a\"],[\"th\",\"b\"]]],"
                        + "[\"tbody\",[\"tr\",[\"td\",\"1\"],[\"td\",\"2\"]]]]]");
    }

    @Test
    void htmlIsText() {
        assertThat(tree("<b>x</b>\n\n<div onclick=1>\ny\n</div>"))
                .isEqualTo("[[\"p\",\"<b>\",\"x\",\"</b>\"]," + "[\"p\",\"<div onclick=1>\\ny\\n</div>\"]]");
    }

    @Test
    void whatIsNestedTooDeepIsText() {
        assertThat(tree(">".repeat(20_000) + "x")).contains("x");
    }
}
