package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Attempts;
import io.github.dagstermaven.dagster.RunResults.RunResult;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.JUnitCases.Case;
import io.github.dagstermaven.report.JUnitCases.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * One {@code testsuite}. Its cases are made when they are counted and made again when they are written: there may be tens of
 * thousands of them, and a run is a fraction of their size.
 */
final class JUnitSuite {
    private static final Excerpt MESSAGE = new Excerpt(1_000);
    private static final Excerpt TEXT = new Excerpt(60_000);

    private final String name;
    private final Secrets secrets;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<Supplier<List<Case>>> parts = new ArrayList<>();
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private double seconds;
    private int runs;

    JUnitSuite(String name, Secrets secrets) {
        this.name = name;
        this.secrets = secrets;
    }

    String name() {
        return name;
    }

    void property(String key, String value) {
        properties.put(key, value);
    }

    void add(Attempts attempts, Supplier<List<Case>> itsCases) {
        for (RunResult run : attempts.runs()) {
            runs++;
            seconds += run.seconds();
            if (run.runId() != null) {
                property("dagster.run." + runs, run.runId());
            }
        }
        add(itsCases);
    }

    void add(Supplier<List<Case>> cases) {
        parts.add(cases);
        for (Case one : cases.get()) {
            verdicts.merge(one.verdict(), 1, Integer::sum);
            // Surefire's cases have no properties of their own: the suite's are named after the case.
            one.metadata().forEach((key, value) -> property(one.name() + "." + key, MetadataText.of(value)));
        }
    }

    void writeTo(Writer writer) throws IOException {
        writer.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(writer);
            write(xml);
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException("cannot write suite " + name, e);
        }
        writer.write("\n");
    }

    private void write(XMLStreamWriter xml) throws XMLStreamException {
        indent(xml, 0);
        xml.writeStartElement("testsuite");
        attribute(xml, "name", name);
        attribute(xml, "time", time(seconds));
        int tests = verdicts.values().stream().mapToInt(Integer::intValue).sum();
        attribute(xml, "tests", String.valueOf(tests));
        attribute(xml, "errors", count(Verdict.ERROR));
        attribute(xml, "skipped", count(Verdict.SKIPPED));
        attribute(xml, "failures", count(Verdict.FAILURE));
        indent(xml, 1);
        xml.writeStartElement("properties");
        for (Map.Entry<String, String> property : properties.entrySet()) {
            indent(xml, 2);
            xml.writeEmptyElement("property");
            attribute(xml, "name", property.getKey());
            attribute(xml, "value", property.getValue());
        }
        indent(xml, 1);
        xml.writeEndElement();
        for (Supplier<List<Case>> cases : parts) {
            for (Case one : cases.get()) {
                write(xml, one);
            }
        }
        indent(xml, 0);
        xml.writeEndElement();
    }

    private void write(XMLStreamWriter xml, Case one) throws XMLStreamException {
        indent(xml, 1);
        boolean empty = one.verdict() == Verdict.PASSED
                && one.output() == null
                && one.earlier().isEmpty();
        if (empty) {
            xml.writeEmptyElement("testcase");
        } else {
            xml.writeStartElement("testcase");
        }
        attribute(xml, "name", one.name());
        attribute(xml, "classname", one.className());
        attribute(xml, "time", time(one.seconds()));
        if (empty) {
            return;
        }
        switch (one.verdict()) {
            case PASSED -> {
                for (Case attempt : one.earlier()) {
                    writeAttempt(xml, "flaky", attempt);
                }
            }
            case SKIPPED -> {
                indent(xml, 2);
                xml.writeEmptyElement("skipped");
                attribute(xml, "message", MESSAGE.of(one.message()));
            }
            case FAILURE, ERROR -> writeBad(xml, one);
        }
        if (one.output() != null) {
            indent(xml, 2);
            xml.writeStartElement("system-out");
            xml.writeCharacters(TEXT.of(clean(one.output().strip())));
            xml.writeEndElement();
        }
        indent(xml, 1);
        xml.writeEndElement();
    }

    /** The first bad end, and then, as Surefire does, those of the attempts after it. */
    private void writeBad(XMLStreamWriter xml, Case one) throws XMLStreamException {
        List<Case> attempts = new ArrayList<>(one.earlier());
        attempts.add(one);
        Case first = attempts.remove(0);
        indent(xml, 2);
        xml.writeStartElement(first.verdict() == Verdict.FAILURE ? "failure" : "error");
        attribute(xml, "message", MESSAGE.of(first.message()));
        attribute(xml, "type", first.type());
        xml.writeCharacters(TEXT.of(clean(first.text())));
        xml.writeEndElement();
        for (Case attempt : attempts) {
            writeAttempt(xml, "rerun", attempt);
        }
    }

    private void writeAttempt(XMLStreamWriter xml, String kind, Case attempt) throws XMLStreamException {
        indent(xml, 2);
        xml.writeStartElement(kind + (attempt.verdict() == Verdict.FAILURE ? "Failure" : "Error"));
        attribute(xml, "message", MESSAGE.of(attempt.message()));
        attribute(xml, "type", attempt.type());
        indent(xml, 3);
        xml.writeStartElement("stackTrace");
        xml.writeCharacters(TEXT.of(clean(attempt.text())));
        xml.writeEndElement();
        indent(xml, 2);
        xml.writeEndElement();
    }

    private void attribute(XMLStreamWriter xml, String key, String value) throws XMLStreamException {
        xml.writeAttribute(key, clean(value));
    }

    private String count(Verdict verdict) {
        return String.valueOf(verdicts.getOrDefault(verdict, 0));
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private static void indent(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    /** Without secrets, and without the characters that no XML document may hold, not even escaped. */
    private String clean(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder clean = new StringBuilder();
        secrets.mask(text).codePoints().filter(JUnitSuite::isXml).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isXml(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || character >= 0x20 && character <= 0xD7FF
                || character >= 0xE000 && character <= 0xFFFD
                || character >= 0x10000;
    }
}
