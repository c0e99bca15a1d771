package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines and the boxes of the lineage, and which of them are seen. */
class LineagePictureIT extends PageInBrowser {
    /** Each line, how far it goes to the right, and what is wrong with it. */
    private static final String LINES = """
            [...document.querySelectorAll('#view-lineage .edge')].map((line) => {
              const box = (id) => {
                const rect = [...document.querySelectorAll('#view-lineage .node')]
                  .find((node) => node.getAttribute('href').endsWith(encodeURIComponent(id))).querySelector('.box');
                const {e, f} = rect.parentNode.transform.baseVal.consolidate().matrix;
                return {left: e, right: e + rect.width.baseVal.value, top: f, bottom: f + rect.height.baseVal.value};
              };
              const from = box(line.dataset.from);
              const to = box(line.dataset.to);
              const ahead = Math.sign(to.left + to.right - from.left - from.right);
              const length = line.getTotalLength();
              const points = Array.from({length: 201}, (none, index) => line.getPointAtLength(length * index / 200));
              const [first, last] = [points[0], points[200]];
              const near = (one, other) => Math.abs(one - other) < 0.5;
              const {y, height} = line.ownerSVGElement.viewBox.baseVal;
              return [line.dataset.from, line.dataset.to, ahead > 0 ? 'ahead' : 'back', [
                near(first.x, ahead > 0 ? from.right : from.left) && first.y > from.top && first.y < from.bottom ? '' : 'begins in the air',
                near(last.x, ahead > 0 ? to.left : to.right) && last.y > to.top && last.y < to.bottom ? '' : 'ends in the air',
                points.every((point, index) => !index || ahead * (point.x - points[index - 1].x) > -0.5) ? '' : 'turns round',
                points.every((point) => point.y >= y && point.y <= y + height) ? '' : 'leaves the picture',
              ].join('')].join(' ').trim();
            })""";

    private static final String NODES_SEEN = """
            (() => {
              const frame = document.querySelector('#view-lineage .canvas').getBoundingClientRect();
              return [...document.querySelectorAll('#view-lineage .node')].map((node) => node.getBoundingClientRect())
                .filter((box) => box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom)
                .length;
            })()""";

    private void openLineage(URI project) {
        page.open(URI.create(project + "#/lineage"));
    }

    private List<String> lines() {
        return page.evaluate(LINES).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 12})
    void everyLineGoesFromItsNodeToItsNode(int groups) {
        openLineage(written(
                "circles.html", SampleProject.ofAssets(200, asset -> asset % groups, "warehouse"), Optional.empty()));

        assertThat(lines()).allMatch(line -> line.endsWith(" ahead") || line.endsWith(" back"));
        assertThat(lines()).anyMatch(line -> line.endsWith(" back")).anyMatch(line -> line.endsWith(" ahead"));
    }

    @Test
    void theLinesOfAssetsGoAhead() {
        openLineage(written("assets.html", SampleProject.ofAssets(80), Optional.empty()));

        assertThat(lines()).isNotEmpty().allMatch(line -> line.endsWith(" ahead"));
    }

    @Test
    void groupsThatNeedEachOtherAreJoinedByOneLineWithTwoTips() {
        openLineage(
                written("mutual.html", SampleProject.ofAssets(200, asset -> asset % 2, "warehouse"), Optional.empty()));

        assertThat(lines()).hasSize(1);
        assertThat(page.texts("#view-lineage .edge[marker-start][marker-end]")).hasSize(1);
        page.click("#view-lineage summary");
        assertThat(page.texts("#view-lineage tbody tr"))
                .containsExactly("group_00group_01group_01", "group_01group_00group_00");
    }

    @Test
    void whatCanBeReadAsAWholeIsSeenAsAWhole() {
        open("#/lineage");

        assertThat(page.evaluate(NODES_SEEN).getAsInt()).isEqualTo(11);
    }

    @Test
    void whatIsLargerBeginsWithWhatDependsOnNothingAndIsFittedWhenAsked() {
        page.size(600, 700);
        openLineage(written("large.html", SampleProject.ofAssets(2000), Optional.empty()));
        int nodes = page.texts("#view-lineage .node .name").size();

        assertThat(page.evaluate("""
                (() => {
                  const frame = document.querySelector('#view-lineage .canvas').getBoundingClientRect();
                  const first = [...document.querySelectorAll('#view-lineage .node')].map((node) => node.getBoundingClientRect())
                    .sort((one, other) => one.left - other.left)[0];
                  return first.left >= frame.left && first.top >= frame.top && first.bottom <= frame.bottom
                    && first.height > 30;
                })()""").getAsBoolean()).isTrue();
        assertThat(page.evaluate(NODES_SEEN).getAsInt()).isLessThan(nodes);

        page.click("#view-lineage button[aria-label='Fit into the window']");
        assertThat(page.evaluate(NODES_SEEN).getAsInt()).isEqualTo(nodes);
    }
}
