package org.waymark.insight;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** XES as IEEE 1849-2016 has it, with its concept, lifecycle, organisational and time extensions. */
final class XesLog implements LogFormat {

    private static final Map<String, String> EXTENSIONS = Map.of(
            "concept", "Concept",
            "lifecycle", "Lifecycle",
            "org", "Organizational",
            "time", "Time");

    private final XMLStreamWriter xml;
    private @Nullable String trace;

    XesLog(OutputStream into) throws IOException {
        try {
            xml = XMLOutputFactory.newInstance().createXMLStreamWriter(into, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeStartElement("log");
            // A decimal and no namespace, or the schema of the standard refuses it.
            xml.writeAttribute("xes.version", "1849.2016");
            xml.writeAttribute("xes.features", "");
            for (String prefix : EXTENSIONS.keySet().stream().sorted().toList()) {
                xml.writeEmptyElement("extension");
                xml.writeAttribute("name", EXTENSIONS.getOrDefault(prefix, prefix));
                xml.writeAttribute("prefix", prefix);
                xml.writeAttribute("uri", "http://www.xes-standard.org/" + prefix + ".xesext");
            }
            global("trace");
            attribute("string", "concept:name", "unknown");
            xml.writeEndElement();
            global("event");
            attribute("string", "concept:name", "unknown");
            attribute("string", "lifecycle:transition", "complete");
            attribute("date", "time:timestamp", "1970-01-01T00:00:00Z");
            xml.writeEndElement();
            xml.writeEmptyElement("classifier");
            xml.writeAttribute("name", "Activity");
            xml.writeAttribute("scope", "event");
            xml.writeAttribute("keys", "concept:name lifecycle:transition");
            attribute("string", "lifecycle:model", "standard");
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void global(String scope) throws XMLStreamException {
        xml.writeStartElement("global");
        xml.writeAttribute("scope", scope);
    }

    private void attribute(String type, String key, String value) throws XMLStreamException {
        xml.writeEmptyElement(type);
        xml.writeAttribute("key", key);
        xml.writeAttribute("value", value);
    }

    @Override
    public void event(Event event) {
        try {
            String pathway = event.about().getOrDefault("pathway", "");
            if (!pathway.equals(trace)) {
                if (trace != null) {
                    xml.writeEndElement();
                }
                trace = pathway;
                xml.writeStartElement("trace");
                attribute("string", "concept:name", pathway);
            }
            xml.writeStartElement("event");
            attribute("string", "concept:name", event.activity());
            attribute("string", "lifecycle:transition", event.transition());
            attribute("date", "time:timestamp", event.at().toString());
            if (event.organisation() != null) {
                attribute("string", "org:group", event.organisation());
            }
            if (event.role() != null) {
                attribute("string", "org:role", event.role());
            }
            for (Map.Entry<String, String> more : event.more().entrySet()) {
                attribute("string", more.getKey(), more.getValue());
            }
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void end() throws IOException {
        try {
            // Ends the last trace as well.
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }
}
