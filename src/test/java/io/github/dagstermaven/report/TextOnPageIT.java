package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How text is broken and shortened where there is little room. */
class TextOnPageIT extends PageInBrowser {
    /** Words in tables that stand on more than one line, of those that are no longer than a date with a time. */
    private static final String BROKEN_WORDS = """
            [...document.querySelectorAll('th, td')].filter((cell) => cell.checkVisibility()).flatMap((cell) => {
              const broken = [];
              const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                for (const {0: word, index} of texts.currentNode.data.matchAll(/\\S+/g)) {
                  const range = document.createRange();
                  range.setStart(texts.currentNode, index);
                  range.setEnd(texts.currentNode, index + word.length);
                  if (word.length <= 15 && new Set([...range.getClientRects()].map((rect) => rect.top)).size > 1) {
                    broken.push(word);
                  }
                }
              }
              return broken;
            })""";

    private List<String> evaluated(String script) {
        return page.evaluate(script).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "1280, ''",
        "1280, #/catalogue/asset%3Aproducts",
        "1280, #/catalogue/asset%3Araw_orders",
        "1280, #/catalogue/asset%3Asales%2Fcleaned_orders",
        "1280, #/findings",
        "1280, #/timeline",
        "400, ''",
        "400, #/catalogue/asset%3Araw_orders",
        "400, #/catalogue/asset%3Asales%2Fcleaned_orders",
        "400, #/findings",
        "400, #/timeline",
    })
    void noTableBreaksAWordAndNoPageIsScrolledSideways(int width, String view) {
        page.size(width, 900);
        open(view);

        assertThat(evaluated(BROKEN_WORDS)).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth").getAsInt())
                .isLessThanOrEqualTo(width);
    }

    @Test
    void longKeysAreToldApartByTheirEnds() {
        URI project = written(
                "long.html",
                SampleProject.ofAssets(20, asset -> 0, "warehouse/schema_with_a_very_long_name_indeed"),
                Optional.empty());
        page.open(URI.create(project + "#/catalogue"));

        assertThat(evaluated("""
                [...document.querySelectorAll('.rows .name')].map((name) => {
                  const end = document.createRange();
                  end.setStart(name.lastChild.firstChild, 0);
                  end.setEnd(name.lastChild.firstChild, name.lastChild.firstChild.length);
                  return end.getBoundingClientRect().right <= name.getBoundingClientRect().right ? end.toString() : 'cut';
                })"""))
                .hasSize(20)
                .contains("/table_0000", "/table_0019")
                .doesNotContain("cut");

        page.open(URI.create(project + "#/lineage"));
        assertThat(page.texts("#view-lineage .node .name"))
                .hasSize(20)
                .allMatch(name -> name.matches("warehouse/schema_with_.*…/table_00\\d\\d"));
    }
}
