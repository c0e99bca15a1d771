package io.github.dagstermaven.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.github.dagstermaven.dagster.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/**
 * Descriptions, which are Markdown, as a tree of the few elements that a page makes of them. It has names of elements and
 * text, never HTML, so that a page can show it without trusting it: {@code ["p", "see ", ["a", "https://…", "the docs"]]}.
 */
final class Markdown {
    private static final Pattern WEB_ADDRESS = Pattern.compile("(?:https?://|mailto:).+", Pattern.CASE_INSENSITIVE);

    /** Stands for a masked secret while the text is parsed, since that mask means something in Markdown. */
    private static final String MASK = "\uE000";

    private static final Map<Class<? extends Node>, String> ELEMENTS = Map.ofEntries(
            Map.entry(Paragraph.class, "p"),
            Map.entry(Heading.class, "h4"),
            Map.entry(BulletList.class, "ul"),
            Map.entry(OrderedList.class, "ol"),
            Map.entry(ListItem.class, "li"),
            Map.entry(BlockQuote.class, "blockquote"),
            Map.entry(Emphasis.class, "em"),
            Map.entry(StrongEmphasis.class, "strong"),
            Map.entry(HardLineBreak.class, "br"),
            Map.entry(ThematicBreak.class, "hr"),
            Map.entry(TableBlock.class, "table"),
            Map.entry(TableHead.class, "thead"),
            Map.entry(TableBody.class, "tbody"),
            Map.entry(TableRow.class, "tr"),
            Map.entry(TableCell.class, "td"));

    private final Parser parser =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /** The blocks of a text; one that has no markup is that text alone. */
    JsonElement tree(String text) {
        JsonArray blocks = new JsonArray();
        addChildren(parser.parse(text.replace(Secrets.MASK, MASK)), blocks);
        return blocks;
    }

    private void addChildren(Node parent, JsonArray into) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            add(child, into);
        }
    }

    private void add(Node node, JsonArray into) {
        Optional<JsonElement> leaf = leaf(node);
        if (leaf.isPresent()) {
            into.add(leaf.get());
        } else if (node instanceof Link || node instanceof Image) {
            addLink(node, into);
        } else if (!(node instanceof LinkReferenceDefinition)) {
            JsonArray element = new JsonArray();
            element.add(elementOf(node));
            addChildren(node, element);
            into.add(element);
        }
    }

    private static Optional<JsonElement> leaf(Node node) {
        if (node instanceof Text text) {
            return Optional.of(text(text.getLiteral()));
        }
        if (node instanceof HtmlInline html) {
            return Optional.of(text(html.getLiteral()));
        }
        if (node instanceof SoftLineBreak) {
            return Optional.of(text("\n"));
        }
        if (node instanceof Code code) {
            return Optional.of(element("code", code.getLiteral()));
        }
        if (node instanceof FencedCodeBlock block) {
            return Optional.of(element("pre", block.getLiteral()));
        }
        if (node instanceof IndentedCodeBlock block) {
            return Optional.of(element("pre", block.getLiteral()));
        }
        if (node instanceof HtmlBlock block) {
            return Optional.of(element("p", block.getLiteral()));
        }
        return Optional.empty();
    }

    /** A picture is a link to it: the page loads nothing. What leads elsewhere than to the web is its text alone. */
    private void addLink(Node node, JsonArray into) {
        String address = node instanceof Link link ? link.getDestination() : ((Image) node).getDestination();
        if (!WEB_ADDRESS.matcher(address).matches()) {
            addChildren(node, into);
            return;
        }
        JsonArray element = element("a", address);
        addChildren(node, element);
        into.add(element);
    }

    private static String elementOf(Node node) {
        return node instanceof TableCell cell && cell.isHeader()
                ? "th"
                : ELEMENTS.getOrDefault(node.getClass(), "span");
    }

    private static JsonArray element(String name, String text) {
        JsonArray element = new JsonArray();
        element.add(name);
        element.add(text(text));
        return element;
    }

    private static JsonPrimitive text(String text) {
        return new JsonPrimitive(text.replace(MASK, Secrets.MASK));
    }
}
