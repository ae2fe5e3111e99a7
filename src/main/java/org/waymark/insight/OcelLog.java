package org.waymark.insight;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * OCEL 2.0 in JSON. Its parts may stand in any order, so the types of the events, which are known only when all have been
 * written, come last.
 */
final class OcelLog implements LogFormat {

    private static final List<String> ATTRIBUTES = List.of(
            "lifecycle",
            "organisation",
            "role",
            "process",
            "version",
            "service",
            "stage",
            "carerStrain",
            "needsCode",
            "detail");

    private final JsonGenerator json;
    private final TreeSet<String> eventTypes = new TreeSet<>();
    private boolean areEventsBegun;
    private long number;

    OcelLog(OutputStream into) throws IOException {
        json = new JsonFactory().createGenerator(into).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeArrayFieldStart("objectTypes");
        for (String type : List.of("pathway", "carer", "referral", "assessment", "service")) {
            type(type, List.of());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("objects");
    }

    private void type(String name, List<String> attributes) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeArrayFieldStart("attributes");
        for (String attribute : attributes) {
            json.writeStartObject();
            json.writeStringField("name", attribute);
            json.writeStringField("type", "string");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    @Override
    public boolean wantsThings() {
        return true;
    }

    @Override
    public void thing(Thing thing) {
        try {
            json.writeStartObject();
            json.writeStringField("id", thing.id());
            json.writeStringField("type", thing.type());
            json.writeArrayFieldStart("attributes");
            json.writeEndArray();
            json.writeArrayFieldStart("relationships");
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void event(Event event) {
        try {
            beginEvents();
            eventTypes.add(event.activity());
            json.writeStartObject();
            json.writeStringField("id", "event-" + ++number);
            json.writeStringField("type", event.activity());
            json.writeStringField("time", event.at().toString());
            json.writeArrayFieldStart("attributes");
            attribute("lifecycle", event.transition());
            if (event.organisation() != null) {
                attribute("organisation", event.organisation());
            }
            if (event.role() != null) {
                attribute("role", event.role());
            }
            for (Map.Entry<String, String> more : event.more().entrySet()) {
                attribute(more.getKey(), more.getValue());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("relationships");
            for (Map.Entry<String, String> about : event.about().entrySet()) {
                json.writeStartObject();
                json.writeStringField("objectId", about.getValue());
                json.writeStringField("qualifier", about.getKey());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void beginEvents() throws IOException {
        if (!areEventsBegun) {
            areEventsBegun = true;
            json.writeEndArray();
            json.writeArrayFieldStart("events");
        }
    }

    private void attribute(String name, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("value", value);
        json.writeEndObject();
    }

    @Override
    public void end() throws IOException {
        beginEvents();
        json.writeEndArray();
        json.writeArrayFieldStart("eventTypes");
        for (String type : eventTypes) {
            type(type, ATTRIBUTES);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
    }
}
