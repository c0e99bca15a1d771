package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void aTextThatFitsIsLeftAsItIs() {
        assertThat(new Excerpt(5).of("12345")).isEqualTo("12345");
        assertThat(new Excerpt(2, 5).lines("1\n2", "x.log")).containsExactly("1", "2");
        assertThat(new Excerpt(5).of("")).isEmpty();
    }

    @Test
    void whicheverLimitIsReachedFirstCuts() {
        assertThat(new Excerpt(2, 100).lines("1\n2\n345", "x.log"))
                .containsExactly("1", "2", "… (4 more characters in x.log)");
        assertThat(new Excerpt(2, 3).lines("12345\n6", "x.log")).containsExactly("123… (4 more characters in x.log)");
    }

    @Test
    void noCharacterIsCutInHalf() {
        assertThat(new Excerpt(2).of("a😀b")).isEqualTo("a… (3 more characters)");
    }
}
