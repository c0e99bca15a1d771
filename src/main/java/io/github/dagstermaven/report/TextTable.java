package io.github.dagstermaven.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Columns of text, each as wide as its widest cell. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    /** A table with these headings. */
    public TextTable(String... headings) {
        this.columns = headings.length;
        row(headings);
    }

    /** Adds a row; a null cell is empty, of a text with several lines the first is shown. */
    public TextTable row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + columns + " columns");
        }
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(cell == null ? "" : cell.strip().lines().findFirst().orElse(""));
        }
        rows.add(row);
        return this;
    }

    /** The headings, a rule and the rows, without trailing blanks. Columns without any content are left out. */
    public List<String> lines() {
        List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int column = 0; column < columns; column++) {
                widths.set(column, Math.max(widths.get(column), width(row.get(column))));
            }
        }
        List<Integer> shown = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            if (widths.get(column) > 0 || rows.size() == 1) {
                shown.add(column);
                widths.set(
                        column, Math.max(widths.get(column), width(rows.get(0).get(column))));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(line(row, shown, widths));
            if (lines.size() == 1) {
                lines.add(line(widths.stream().map("-"::repeat).toList(), shown, widths));
            }
        }
        return lines;
    }

    private static String line(List<String> cells, List<Integer> shown, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column : shown) {
            String cell = cells.get(column);
            line.append(cell)
                    .append(" ".repeat(widths.get(column) - width(cell)))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
