package org.waymark.people.web;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.waymark.people.Person;
import org.waymark.people.PersonDraft;

/** What was typed, kept as it is so that the page can show it again. */
record Typed(Map<String, String> values) {

    static Typed of(MultiValueMap<String, String> sent) {
        return new Typed(sent.toSingleValueMap());
    }

    /** What is on record, as if typed. */
    static Typed of(Person person) {
        var values = new HashMap<String, String>();
        values.put("revision", String.valueOf(person.revision()));
        values.put("givenName", person.givenName());
        values.put("familyName", person.familyName());
        values.put("preferredName", orEmpty(person.preferredName()));
        putDate(values, "dateOfBirth", person.dateOfBirth());
        values.put("nhsNumber", orEmpty(person.nhsNumber()));
        values.put("nhsNumberUnknownReason", orEmpty(person.nhsNumberUnknownReason()));
        values.put("phone", orEmpty(person.phone()));
        values.put("postcode", orEmpty(person.postcode()));
        values.put("language", orEmpty(person.language()));
        values.put(
                "ethnicity",
                person.ethnicity() == null ? "" : person.ethnicity().code());
        values.put("livesAlone", person.livesAlone() ? "yes" : "no");
        putDate(values, "memoryReferredOn", person.memoryReferredOn());
        putDate(values, "diagnosedOn", person.diagnosedOn());
        values.put("subtype", orEmpty(person.subtype()));
        values.put("referredBy", orEmpty(person.referredBy()));
        return new Typed(values);
    }

    /** The same, by somebody who has been shown what is on record now. */
    Typed having(Person seen) {
        var values = new HashMap<>(values());
        values.put("revision", String.valueOf(seen.revision()));
        return new Typed(values);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void putDate(Map<String, String> values, String field, @Nullable LocalDate day) {
        if (day != null) {
            values.put(field + "-day", String.valueOf(day.getDayOfMonth()));
            values.put(field + "-month", String.valueOf(day.getMonthValue()));
            values.put(field + "-year", String.valueOf(day.getYear()));
        }
    }

    public String of(String field) {
        return values.getOrDefault(field, "");
    }

    /** Of the person as the page showed them; a page that does not say has read nothing that could be corrected. */
    int revision() {
        try {
            return Integer.parseInt(of("revision"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    UUID request() {
        try {
            return UUID.fromString(of("request"));
        } catch (IllegalArgumentException e) {
            return UUID.randomUUID();
        }
    }

    PersonDraft draft() {
        return new PersonDraft(
                of("givenName"),
                of("familyName"),
                of("preferredName"),
                date("dateOfBirth"),
                of("nhsNumber"),
                of("nhsNumberUnknownReason"),
                of("phone"),
                of("postcode"),
                of("language"),
                of("ethnicity"),
                of("livesAlone"),
                date("memoryReferredOn"),
                date("diagnosedOn"),
                of("subtype"),
                of("referredBy"),
                List.of(carer(0), carer(1)));
    }

    private String date(String field) {
        String day = of(field + "-day").strip();
        String month = of(field + "-month").strip();
        String year = of(field + "-year").strip();
        return (day + month + year).isEmpty() ? "" : day + "/" + month + "/" + year;
    }

    private PersonDraft.CarerDraft carer(int i) {
        String at = "carers[" + i + "].";
        return new PersonDraft.CarerDraft(
                of(at + "name"), of(at + "relationship"), of(at + "phone"), of(at + "livesWith"));
    }

    /** Whether the second carer was begun, so that the page opens that part. */
    public boolean hasSecondCarer() {
        return !carer(1).isBlank();
    }
}
