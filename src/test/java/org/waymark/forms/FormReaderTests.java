package org.waymark.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormReader.Reading;
import org.waymark.forms.FormView.ErrorLink;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Feel;

class FormReaderTests {

    private static final String FORM = """
            {"id":"try-out","type":"default","schemaVersion":16,"components":[
              {"type":"textfield","key":"name","label":"Name","validate":{"required":true}},
              {"type":"textfield","key":"phone","label":"Phone number","validate":{"pattern":"[0-9 ]{5,}","minLength":3},
               "properties":{"example":"01782 000000"}},
              {"type":"textarea","key":"note","label":"What happened?","validate":{"maxLength":20},"properties":{"called":"what happened"}},
              {"type":"number","key":"score","label":"Score","validate":{"min":0,"max":88}},
              {"type":"number","key":"weight","label":"Weight","decimalDigits":1},
              {"type":"datetime","subtype":"date","key":"seenOn","dateLabel":"Day of the visit","properties":{"when":"past"}},
              {"type":"radio","key":"answer","label":"Answer","values":[{"value":"YES","label":"Yes"},{"value":"NO","label":"No"}]},
              {"type":"select","key":"service","label":"Service","valuesKey":"services"},
              {"type":"checkbox","key":"seen","label":"I have seen it"},
              {"type":"checklist","key":"helps","label":"Helps","values":[{"value":"A","label":"A"},{"value":"B","label":"B"}]},
              {"type":"textfield","key":"why","label":"Why?","validate":{"required":true},"properties":{"called":"a reason"},
               "conditional":{"hide":"=answer != \\"NO\\""}}
            ]}
            """;

    private static final FormContext CONTEXT =
            new FormContext(Map.of(), Map.of("services", List.of(new Option("s-1", "Falls service"))), Map.of(), null);

    private final WaymarkClock clock = new WaymarkClock();
    private final FormDefinition definition = FormParser.parse("try-out", FORM);
    private final FormReader reader = new FormReader(new Feel(), clock);
    private final FormViews views;

    FormReaderTests() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        views = new FormViews(messages, clock);
    }

    @BeforeEach
    void standsOnASaturdayInNovember() {
        clock.moveTo(Instant.parse("2026-11-07T09:12:00Z"));
    }

    private Reading read(String... pairs) {
        var parameters = new HashMap<String, List<String>>();
        parameters.put("name", List.of("Ada"));
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i], List.of(pairs[i + 1]));
        }
        return reader.read(definition, CONTEXT, RawInput.of(definition, parameters));
    }

    private List<String> errors(Reading reading) {
        return views.view(definition, CONTEXT, reading.input(), reading.faults(), null).errors().stream()
                .map(ErrorLink::text)
                .toList();
    }

    @Test
    void givesEachAnswerItsType() {
        var parameters = new HashMap<String, List<String>>(Map.of(
                "name", List.of(" Ada "),
                "note", List.of("one\r\ntwo"),
                "score", List.of("088"),
                "weight", List.of("61.5"),
                "seenOn-day", List.of("7"),
                "seenOn-month", List.of("November"),
                "seenOn-year", List.of("2026"),
                "answer", List.of("YES"),
                "service", List.of("s-1"),
                "helps", List.of("B", "A")));
        parameters.put("seen", List.of("true"));
        parameters.put("_csrf", List.of("token"));
        Reading reading = reader.read(definition, CONTEXT, RawInput.of(definition, parameters));
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.answers().values())
                .isEqualTo(Map.of(
                        "name",
                        "Ada",
                        "note",
                        "one\ntwo",
                        "score",
                        new BigDecimal("88"),
                        "weight",
                        new BigDecimal("61.5"),
                        "seenOn",
                        LocalDate.of(2026, 11, 7),
                        "answer",
                        "YES",
                        "service",
                        "s-1",
                        "helps",
                        List.of("B", "A"),
                        "seen",
                        true));
        assertThat(reading.input().values()).doesNotContainKey("_csrf");
    }

    @Test
    void leavesOutWhatWasLeftEmpty() {
        assertThat(read("note", "  ", "seenOn-day", "", "answer", "").answers().values())
                .isEqualTo(Map.of("name", "Ada"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name        |         | Enter name",
                "name        | '   '   | Enter name",
                "phone       | 12      | Phone number must be 3 characters or more",
                "phone       | call me | Phone number must look like 01782 000000",
                "note        | 123456789012345678901 | What happened must be 20 characters or less",
                "score       | ten     | Score must be a whole number, like 12",
                "score       | 1,000   | Score must be a whole number, like 12",
                "score       | 1.5     | Score must be a whole number, like 12",
                "score       | -1      | Score must be between 0 and 88",
                "score       | 89      | Score must be between 0 and 88",
                "score       | 99999999999999999999999999 | Score must be a whole number, like 12",
                "score       | 1e3     | Score must be a whole number, like 12",
                "score       | ٣       | Score must be a whole number, like 12",
                "weight      | 61.55   | Weight must have 1 decimal places or fewer",
                "weight      | NaN     | Weight must be a number, like 12 or 12.5",
                "answer      | MAYBE   | Choose answer from the list",
                "service     | s-2     | Choose service from the list",
                "helps       | C       | Choose helps from the list"
            })
    void saysWhatIsWrongWithAnAnswer(String key, String value, String message) {
        Reading reading = read(key, value == null ? "" : value);
        assertThat(errors(reading)).containsExactly(message);
        assertThat(reading.answers().has(key)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "30,2,2026,Day of the visit must be a real date",
                "29,2,2025,Day of the visit must be a real date",
                "1,13,2026,Day of the visit must be a real date",
                "0,1,2026,Day of the visit must be a real date",
                "x,1,2026,Day of the visit must be a real date",
                "1,Brumaire,2026,Day of the visit must be a real date",
                "1,1,1812,Day of the visit must be a real date",
                "1,1,26,Day of the visit must include a year of 4 numbers",
                "-,1,2026,Day of the visit must include a day",
                "1,-,2026,Day of the visit must include a month",
                "1,1,-,Day of the visit must include a year",
                "8,11,2026,Day of the visit must be today or in the past"
            })
    void refusesADateThatIsNone(String day, String month, String year, String message) {
        Reading reading = read(
                "seenOn-day", String.valueOf(day).replace("null", ""),
                "seenOn-month", String.valueOf(month).replace("null", ""),
                "seenOn-year", String.valueOf(year).replace("null", ""));
        assertThat(errors(reading)).singleElement().asString().startsWith(message);
    }

    @Test
    void takesTheLeapDay() {
        assertThat(read("seenOn-day", "29", "seenOn-month", "2", "seenOn-year", "2024")
                        .answers()
                        .date("seenOn"))
                .isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @Test
    void ignoresAnswersToWhatIsHidden() {
        Reading hidden = read("answer", "YES", "why", "because");
        assertThat(hidden.faults()).isEmpty();
        assertThat(hidden.answers().has("why")).isFalse();
        assertThat(hidden.input().first("why")).isEqualTo("because");
        assertThat(errors(read("answer", "NO"))).containsExactly("Enter a reason");
        assertThat(read("answer", "NO", "why", "because").answers().text("why")).isEqualTo("because");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "${7*7}",
                "#{systemProperties}",
                "__${7*7}__::x",
                "'; drop table person; --",
                "שלום עולם",
                "\u202Eright to left\u202C",
                "Zoë 👩‍👩‍👧 𝒜",
                "O"
            })
    void keepsTextAsItWasWritten(String text) {
        assertThat(read("name", text).answers().text("name")).isEqualTo(text);
    }

    @Test
    void countsCharactersAsPeopleSeeThem() {
        assertThat(read("name", "👍".repeat(200)).faults()).isEmpty();
        assertThat(errors(read("name", "👍".repeat(201)))).containsExactly("Name must be 200 characters or less");
    }

    @Test
    void dropsControlCharactersButKeepsTheLinesOfALongText() {
        assertThat(read("name", "A\u0000d\u001ba\n\tL\uD800").answers().text("name"))
                .isEqualTo("Ada  L");
        assertThat(read("note", "a\u0000\r\nb\rc").answers().text("note")).isEqualTo("a\nb\nc");
    }

    @Test
    void keepsEverythingThatWasEnteredAndNamesTheErrorsInTheOrderOfThePage() {
        Reading reading = read("answer", "NO", "score", "ten", "name", "", "seenOn-day", "31", "seenOn-month", "2");
        FormView view = views.view(definition, CONTEXT, reading.input(), reading.faults(), null);
        assertThat(view.errors().stream().map(ErrorLink::href).toList())
                .containsExactly("#name", "#score", "#seenOn-day", "#why");
        assertThat(input(view, "score").value()).isEqualTo("ten");
        assertThat(input(view, "seenOn").day()).isEqualTo("31");
        assertThat(input(view, "seenOn").month()).isEqualTo("2");
        assertThat(input(view, "answer").value()).isEqualTo("NO");
    }

    @Test
    void takesNoAnswerWhereThereIsNothingLeftToChoose() {
        var nothing = new FormContext(Map.of(), Map.of(), Map.of(), null);
        Reading reading = reader.read(
                definition,
                nothing,
                RawInput.of(definition, Map.of("name", List.of("Ada"), "service", List.of("s-1"))));
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.answers().has("service")).isFalse();
    }

    @Test
    void opensWithWhatIsKnown() {
        var context = new FormContext(
                Map.of("name", "Ada", "seenOn", LocalDate.of(2026, 1, 2), "helps", List.of("A"), "seen", true),
                Map.of(),
                Map.of(),
                null);
        FormView view =
                views.view(definition, context, RawInput.opening(definition, context.prefill()), Map.of(), null);
        assertThat(input(view, "name").value()).isEqualTo("Ada");
        assertThat(List.of(
                        input(view, "seenOn").day(),
                        input(view, "seenOn").month(),
                        input(view, "seenOn").year()))
                .isEqualTo(Arrays.asList("2", "1", "2026"));
        assertThat(input(view, "helps").values()).containsExactly("A");
        assertThat(input(view, "seen").value()).isEqualTo("true");
    }

    private static FormView.Input input(FormView view, String key) {
        return view.items().stream()
                .filter(item ->
                        item instanceof FormView.Input input && input.key().equals(key))
                .map(FormView.Input.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
