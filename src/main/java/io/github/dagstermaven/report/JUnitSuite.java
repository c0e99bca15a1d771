package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Attempts;
import io.github.dagstermaven.dagster.ControlCharacters;
import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.JUnitCase.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * One {@code testsuite}. Its cases are made when they are counted and made again when they are written: there may be tens of
 * thousands of them, and a run is a fraction of their size.
 */
final class JUnitSuite {
    /** As Surefire's own reports name it, and the version of it that they are valid against. */
    private static final String SCHEMA =
            "https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd";

    private static final String SCHEMA_VERSION = "3.0.2";

    private static final Excerpt MESSAGE = new Excerpt(1_000);
    private static final Excerpt TEXT = new Excerpt(60_000);

    private final String name;
    private final Secrets secrets;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<Supplier<List<JUnitCase>>> parts = new ArrayList<>();
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private double seconds;
    private int flakes;
    private int runs;
    private Instant startedAt;

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

    void add(Attempts attempts, Supplier<List<JUnitCase>> itsCases) {
        for (RunResult run : attempts.runs()) {
            runs++;
            seconds += run.seconds();
            if (startedAt == null || run.startedAt() != null && run.startedAt().isBefore(startedAt)) {
                startedAt = run.startedAt();
            }
            if (run.runId() != null) {
                property("dagster.run." + runs, run.runId());
            }
        }
        add(itsCases);
    }

    void add(Supplier<List<JUnitCase>> cases) {
        parts.add(cases);
        for (JUnitCase one : cases.get()) {
            verdicts.merge(one.verdict(), 1, Integer::sum);
            flakes += one.isFlaky() ? 1 : 0;
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
        xml.writeNamespace("xsi", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI);
        xml.writeAttribute("xsi", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "noNamespaceSchemaLocation", SCHEMA);
        xml.writeAttribute("version", SCHEMA_VERSION);
        attribute(xml, "name", name);
        attribute(xml, "time", time(seconds));
        if (startedAt != null) {
            attribute(xml, "timestamp", startedAt.toString());
        }
        int tests = verdicts.values().stream().mapToInt(Integer::intValue).sum();
        attribute(xml, "tests", String.valueOf(tests));
        attribute(xml, "errors", count(Verdict.ERROR));
        attribute(xml, "skipped", count(Verdict.SKIPPED));
        attribute(xml, "failures", count(Verdict.FAILURE));
        attribute(xml, "flakes", String.valueOf(flakes));
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
        for (Supplier<List<JUnitCase>> cases : parts) {
            for (JUnitCase one : cases.get()) {
                write(xml, one);
            }
        }
        indent(xml, 0);
        xml.writeEndElement();
    }

    private void write(XMLStreamWriter xml, JUnitCase one) throws XMLStreamException {
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
        if (one.verdict() == Verdict.SKIPPED) {
            indent(xml, 2);
            xml.writeEmptyElement("skipped");
            attribute(xml, "message", MESSAGE.of(one.message()));
        } else {
            writeAttempts(xml, one);
        }
        if (one.output() != null) {
            writeText(xml, 2, "system-out", one.output().strip());
        }
        indent(xml, 1);
        xml.writeEndElement();
    }

    /**
     * A case that is bad in the end has its first bad end, then those of the attempts after it; one that is good in the end has
     * those before. The schema wants all failures before all errors.
     */
    private void writeAttempts(XMLStreamWriter xml, JUnitCase one) throws XMLStreamException {
        List<JUnitCase> attempts = new ArrayList<>(one.earlier());
        if (one.isBad()) {
            attempts.add(one);
        }
        JUnitCase first = one.isBad() ? attempts.remove(0) : null;
        for (Verdict verdict : List.of(Verdict.FAILURE, Verdict.ERROR)) {
            if (first != null && first.verdict() == verdict) {
                indent(xml, 2);
                xml.writeStartElement(verdict == Verdict.FAILURE ? "failure" : "error");
                attribute(xml, "message", MESSAGE.of(first.message()));
                attribute(xml, "type", first.type());
                xml.writeCharacters(TEXT.of(clean(first.text())));
                xml.writeEndElement();
            }
            for (JUnitCase attempt : attempts) {
                if (attempt.verdict() == verdict) {
                    writeAttempt(xml, one.isBad() ? "rerun" : "flaky", attempt, attempt != one);
                }
            }
        }
    }

    private void writeAttempt(XMLStreamWriter xml, String kind, JUnitCase attempt, boolean withOutput)
            throws XMLStreamException {
        indent(xml, 2);
        xml.writeStartElement(kind + (attempt.verdict() == Verdict.FAILURE ? "Failure" : "Error"));
        attribute(xml, "message", MESSAGE.of(attempt.message()));
        attribute(xml, "type", attempt.type());
        writeText(xml, 3, "stackTrace", attempt.text());
        // What the last attempt said stands with the case itself.
        if (withOutput && attempt.output() != null) {
            writeText(xml, 3, "system-out", attempt.output().strip());
        }
        indent(xml, 2);
        xml.writeEndElement();
    }

    private void writeText(XMLStreamWriter xml, int depth, String element, String text) throws XMLStreamException {
        indent(xml, depth);
        xml.writeStartElement(element);
        xml.writeCharacters(TEXT.of(clean(text)));
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

    /**
     * Without secrets, without what tells a terminal its colours, and without the characters that no XML document may hold, not even
     * escaped.
     */
    private String clean(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder clean = new StringBuilder();
        ControlCharacters.removedFromText(secrets.mask(text))
                .codePoints()
                .filter(JUnitSuite::isXml)
                .forEach(clean::appendCodePoint);
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
