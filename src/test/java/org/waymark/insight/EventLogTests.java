package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.EventLog.Extent;
import org.waymark.insight.EventLog.Format;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.xml.sax.SAXException;

/** An export says what the facts say, in the form that the standards ask for, and names nobody. */
class EventLogTests extends WithCare {

    private static final Extent ALL = new Extent(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 12, 31), false);
    private static final Extent SHIFTED = new Extent(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 12, 31), true);

    /** The transactional life cycle of IEEE 1849-2016. */
    private static final Set<String> TRANSITIONS = Set.of(
            "schedule",
            "assign",
            "withdraw",
            "reassign",
            "start",
            "suspend",
            "resume",
            "pi_abort",
            "ate_abort",
            "complete",
            "autoskip",
            "manualskip",
            "unknown");

    @Autowired
    EventLog eventLog;

    @Autowired
    JdbcClient jdbc;

    private Somebody person;

    @BeforeEach
    void somebodyOnTheWay() {
        WaymarkDatabase.clean();
        care.begin();
        person = care.somebody()
                .called("Edith", "Shore", "Edie")
                .withCarer("Joan Hill")
                .registered()
                .referredTo("DEMENTIA_ADVISER");
        care.registered();
    }

    private String written(Viewer viewer, Format format, Extent extent) {
        var into = new ByteArrayOutputStream();
        care.as(viewer, () -> {
            eventLog.write(viewer, format, extent, into);
            return into;
        });
        return into.toString(StandardCharsets.UTF_8);
    }

    private long facts() {
        return jdbc.sql("select count(*) from flow_fact").query(Long.class).single();
    }

    private Set<Instant> moments() {
        return new HashSet<>(jdbc.sql("select at from flow_fact").query(Timestamp.class).stream()
                .map(Timestamp::toInstant)
                .toList());
    }

    @Test
    void xesHoldsOneTraceForEachPathwayAndEveryFactInItsOrder() throws Exception {
        Element log = xml(written(Alliance.MANAGER, Format.XES, ALL));

        assertThat(attributes(log.getElementsByTagName("extension"), "prefix"))
                .containsExactlyInAnyOrder("concept", "lifecycle", "org", "time");
        NodeList traces = log.getElementsByTagName("trace");
        assertThat(traces.getLength()).isEqualTo(2);
        NodeList events = log.getElementsByTagName("event");
        assertThat((long) events.getLength()).isEqualTo(facts());
        Set<Instant> times = new HashSet<>();
        for (int trace = 0; trace < traces.getLength(); trace++) {
            Instant before = Instant.MIN;
            NodeList ofTrace = ((Element) traces.item(trace)).getElementsByTagName("event");
            for (int event = 0; event < ofTrace.getLength(); event++) {
                Element one = (Element) ofTrace.item(event);
                assertThat(value(one, "string", "concept:name")).isNotEmpty();
                assertThat(TRANSITIONS).contains(value(one, "string", "lifecycle:transition"));
                Instant at = Instant.parse(value(one, "date", "time:timestamp"));
                assertThat(at).isAfterOrEqualTo(before);
                before = at;
                times.add(at);
            }
        }
        assertThat(times).isEqualTo(moments());
    }

    private static Element xml(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<String> attributes(NodeList nodes, String name) {
        List<String> values = new ArrayList<>();
        for (int node = 0; node < nodes.getLength(); node++) {
            values.add(((Element) nodes.item(node)).getAttribute(name));
        }
        return values;
    }

    private static String value(Element event, String type, String key) {
        NodeList all = event.getElementsByTagName(type);
        for (int one = 0; one < all.getLength(); one++) {
            Element attribute = (Element) all.item(one);
            if (attribute.getAttribute("key").equals(key)) {
                return attribute.getAttribute("value");
            }
        }
        return "";
    }

    @Test
    void ocelListsEachThingThatAnEventIsAboutWithItsType() throws Exception {
        JsonNode log = new ObjectMapper().readTree(written(Alliance.MANAGER, Format.OCEL, ALL));

        assertThat(log.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("objectTypes", "objects", "events", "eventTypes");
        assertThat(log.get("objectTypes").findValuesAsText("name"))
                .contains("pathway", "carer", "referral", "assessment", "service");
        Set<String> things = new HashSet<>(log.get("objects").findValuesAsText("id"));
        assertThat(log.get("objects").findValuesAsText("type"))
                .contains("pathway", "carer", "referral", "assessment", "service");
        Set<String> types = new HashSet<>();
        log.get("eventTypes").forEach(type -> types.add(type.get("name").asText()));
        assertThat((long) log.get("events").size()).isEqualTo(facts());
        Set<String> ids = new HashSet<>();
        Set<Instant> times = new HashSet<>();
        log.get("events").forEach(event -> {
            assertThat(ids.add(event.get("id").asText())).isTrue();
            assertThat(types).contains(event.get("type").asText());
            assertThat(things).containsAll(event.get("relationships").findValuesAsText("objectId"));
            times.add(Instant.parse(event.get("time").asText()));
        });
        assertThat(times).isEqualTo(moments());
    }

    /** The schemas stand for the standards: an export that another tool's reader refuses is of no use to anybody. */
    @Test
    void isValidByTheSchemasOfTheStandards() throws Exception {
        String xes = written(Alliance.MANAGER, Format.XES, ALL);
        assertThat(refusedAsXes(xes)).isEmpty();
        assertThat(refusedAsXes(xes.replace("1849.2016", "1849-2016"))).isNotEmpty();
        assertThat(refusedAsXes(xes.replace("time:timestamp", "time of it"))).isNotEmpty();

        String ocel = written(Alliance.MANAGER, Format.OCEL, ALL);
        assertThat(refusedAsOcel(ocel)).isEmpty();
        assertThat(refusedAsOcel(ocel.replace("\"qualifier\"", "\"as\""))).isNotEmpty();
        assertThat(refusedAsOcel(ocel.replaceAll("(\"time\":\"\\d{4})-", "$1/")))
                .isNotEmpty();
    }

    private static String refusedAsXes(String log) throws Exception {
        try {
            SchemaFactory.newDefaultInstance()
                    .newSchema(EventLogTests.class.getResource("/event-log/xes-1849-2016.xsd"))
                    .newValidator()
                    .validate(new StreamSource(new StringReader(log)));
            return "";
        } catch (SAXException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static Set<ValidationMessage> refusedAsOcel(String log) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(EventLogTests.class.getResourceAsStream("/event-log/ocel-2.0.json"))
                .validate(log, InputFormat.JSON, execution -> execution
                        .getExecutionConfig()
                        .setFormatAssertionsEnabled(true));
    }

    @Test
    void eachFormatIsReadBackToTheVeryFacts() throws Exception {
        List<String> facts = jdbc.sql("select at, organisation, role, process, stage, detail from flow_fact")
                .query((row, number) -> {
                    List<String> cells = new ArrayList<>(
                            List.of(row.getTimestamp(1).toInstant().toString()));
                    for (int cell = 2; cell <= 6; cell++) {
                        cells.add(row.getString(cell) == null ? "" : row.getString(cell));
                    }
                    return String.join("|", cells);
                })
                .list();
        assertThat(facts).hasSizeGreaterThan(10);

        List<String> fromCsv = new ArrayList<>();
        for (CSVRecord row : rows(written(Alliance.MANAGER, Format.CSV, ALL))) {
            fromCsv.add(fact(row::get, "timestamp", "organisation", "role"));
        }
        assertThat(fromCsv).containsExactlyInAnyOrderElementsOf(facts);

        List<String> fromXes = new ArrayList<>();
        NodeList events = xml(written(Alliance.MANAGER, Format.XES, ALL)).getElementsByTagName("event");
        for (int event = 0; event < events.getLength(); event++) {
            Element one = (Element) events.item(event);
            fromXes.add(fact(
                    key -> value(one, key.startsWith("time:") ? "date" : "string", key),
                    "time:timestamp",
                    "org:group",
                    "org:role"));
        }
        assertThat(fromXes).containsExactlyInAnyOrderElementsOf(facts);

        List<String> fromOcel = new ArrayList<>();
        new ObjectMapper()
                .readTree(written(Alliance.MANAGER, Format.OCEL, ALL))
                .get("events")
                .forEach(event -> {
                    Map<String, String> values =
                            new HashMap<>(Map.of("time", event.get("time").asText()));
                    event.get("attributes")
                            .forEach(attribute -> values.put(
                                    attribute.get("name").asText(),
                                    attribute.get("value").asText()));
                    fromOcel.add(fact(key -> values.getOrDefault(key, ""), "time", "organisation", "role"));
                });
        assertThat(fromOcel).containsExactlyInAnyOrderElementsOf(facts);
    }

    private static String fact(UnaryOperator<String> of, String at, String organisation, String role) {
        return Stream.of(at, organisation, role, "process", "stage", "detail")
                .map(of)
                .collect(Collectors.joining("|"));
    }

    private static List<CSVRecord> rows(String text) throws Exception {
        return CSVParser.parse(
                        text,
                        CSVFormat.RFC4180
                                .builder()
                                .setHeader()
                                .setSkipHeaderRecord(true)
                                .get())
                .getRecords();
    }

    @Test
    void namesNobody() {
        for (Format format : Format.values()) {
            assertThat(written(Alliance.MANAGER, format, ALL))
                    .doesNotContain("Shore", "Edith", "Joan", person.ref().value())
                    .doesNotContain(String.valueOf(person.value("select id from person where pathway_ref = :ref")));
        }
    }

    @Test
    void callsTheSamePersonTheSameInEachExport() throws Exception {
        Set<String> first = cases(ALL);
        assertThat(cases(ALL)).isEqualTo(first).hasSize(2);
    }

    private Set<String> cases(Extent extent) throws Exception {
        Set<String> cases = new HashSet<>();
        rows(written(Alliance.MANAGER, Format.CSV, extent)).forEach(row -> cases.add(row.get("case")));
        return cases;
    }

    @Test
    void movesAllDatesOfAPersonByTheSameWholeWeeks() throws Exception {
        List<CSVRecord> real = rows(written(Alliance.MANAGER, Format.CSV, ALL));
        List<CSVRecord> moved = rows(written(Alliance.MANAGER, Format.CSV, SHIFTED));

        Set<String> shifts = new HashSet<>();
        for (int row = 0; row < real.size(); row++) {
            Duration by = Duration.between(
                    Instant.parse(real.get(row).get("timestamp")),
                    Instant.parse(moved.get(row).get("timestamp")));
            assertThat(by.toSeconds() % Duration.ofDays(7).toSeconds()).isZero();
            shifts.add(real.get(row).get("case") + by);
        }
        assertThat(shifts).hasSize(2);
    }

    @Test
    void givesCoordinatorsOnlyThoseWhomTheyMaySee() throws Exception {
        jdbc.sql(
                        "update pathway_sharing set receiving_organisation = 'approach', sharing = 'REFUSED' where pathway_ref = :ref")
                .param("ref", person.ref().value())
                .update();
        assertThat(rows(written(Alliance.COORDINATOR, Format.CSV, ALL)).stream()
                        .map(row -> row.get("case"))
                        .distinct())
                .hasSize(1);
        assertThatThrownBy(() -> written(Alliance.NURSE, Format.CSV, ALL)).isInstanceOf(NotVisible.class);
    }

    @Test
    void aPeriodWithoutEventsIsAWholeLogAllTheSame() throws Exception {
        Extent before = new Extent(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 1, 2), false);
        assertThat(xml(written(Alliance.MANAGER, Format.XES, before))
                        .getElementsByTagName("trace")
                        .getLength())
                .isZero();
        assertThat(new ObjectMapper()
                        .readTree(written(Alliance.MANAGER, Format.OCEL, before))
                        .get("events"))
                .isEmpty();
    }

    /** The reader of a cut log must see that it is one. */
    @Test
    void aLogThatBreaksOffIsNotEndedAsIfItWereWhole() {
        for (Format format : List.of(Format.XES, Format.OCEL)) {
            var into = new ByteArrayOutputStream() {
                private boolean hasBroken;

                @Override
                public synchronized void write(byte[] bytes, int from, int length) {
                    super.write(bytes, from, length);
                    if (!hasBroken) {
                        hasBroken = true;
                        throw new IllegalStateException("The reader is gone");
                    }
                }
            };
            assertThatThrownBy(() -> care.as(Alliance.MANAGER, () -> {
                        eventLog.write(Alliance.MANAGER, format, ALL, into);
                        return into;
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(into.toString(StandardCharsets.UTF_8)).doesNotContain("</log>", "\"eventTypes\"");
        }
    }
}
