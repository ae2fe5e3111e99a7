package org.waymark.people.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.waymark.people.Ethnicity;
import org.waymark.people.People.NewPerson;
import org.waymark.people.Person;
import org.waymark.people.PersonDraft;
import org.waymark.people.PersonDraft.Problem;
import org.waymark.people.PersonFields;
import org.waymark.web.FieldErrors;
import org.waymark.web.Words;

/** Puts into the model what the fields of a person read, with what was typed and what is wrong with it. */
@Component
class PersonForm {

    private static final Set<String> DATES = Set.of("dateOfBirth", "memoryReferredOn", "diagnosedOn");

    private final PersonFields fields;
    private final Words words;

    PersonForm(PersonFields fields, Words words) {
        this.fields = fields;
        this.words = words;
    }

    /** One choice of a field. */
    record Choice(String value, String label) {}

    void show(Model model, Typed typed, List<Problem> problems) {
        var errors = new LinkedHashMap<String, String>();
        problems.forEach(problem -> errors.putIfAbsent(problem.field(), fields.say(problem)));
        model.addAttribute("typed", typed);
        FieldErrors.show(model, errors, PersonForm::idOf);
        // A kind that came in another spelling stays a choice, or saving the page would lose it.
        model.addAttribute(
                "subtypes",
                Stream.concat(PersonDraft.SUBTYPES.stream(), Stream.of(typed.of("subtype")))
                        .filter(one -> !one.isBlank())
                        .distinct()
                        .map(one -> new Choice(one, one))
                        .toList());
        model.addAttribute(
                "ethnicities",
                Stream.of(Ethnicity.values())
                        .map(one -> new Choice(one.code(), words.of(one)))
                        .toList());
        model.addAttribute("yesNo", List.of(new Choice("yes", "Yes"), new Choice("no", "No")));
    }

    /** Says at each field that is not as it is on record what stands there now. */
    void showOnRecord(Model model, Person now, NewPerson typed) {
        var errors = new LinkedHashMap<String, String>();
        compare(errors, "givenName", now.givenName(), typed.givenName());
        compare(errors, "familyName", now.familyName(), typed.familyName());
        compare(errors, "preferredName", now.preferredName(), typed.preferredName());
        compare(errors, "dateOfBirth", words.day(now.dateOfBirth()), words.day(typed.dateOfBirth()));
        compare(errors, "nhsNumber", number(now.nhsNumber()), number(typed.nhsNumber()));
        compare(errors, "nhsNumberUnknownReason", now.nhsNumberUnknownReason(), typed.nhsNumberUnknownReason());
        compare(errors, "phone", now.phone(), typed.phone());
        compare(errors, "postcode", now.postcode(), typed.postcode());
        compare(errors, "language", now.language(), typed.language());
        compare(errors, "ethnicity", said(now.ethnicity()), said(typed.ethnicity()));
        compare(errors, "livesAlone", words.yesNo(now.livesAlone()), words.yesNo(typed.livesAlone()));
        compare(errors, "memoryReferredOn", day(now.memoryReferredOn()), day(typed.memoryReferredOn()));
        compare(errors, "diagnosedOn", day(now.diagnosedOn()), day(typed.diagnosedOn()));
        compare(errors, "subtype", now.subtype(), typed.subtype());
        compare(errors, "referredBy", now.referredBy(), typed.referredBy());
        FieldErrors.show(model, errors, PersonForm::idOf);
    }

    private void compare(Map<String, String> errors, String field, @Nullable String now, @Nullable String typed) {
        if (!Objects.equals(now, typed)) {
            errors.put(
                    field,
                    now == null
                            ? fields.said("people.onRecord.nothing", fields.label(field))
                            : fields.said("people.onRecord", fields.label(field), now));
        }
    }

    private @Nullable String number(@Nullable String nhsNumber) {
        return nhsNumber == null ? null : words.nhsNumber(nhsNumber);
    }

    private @Nullable String said(@Nullable Ethnicity ethnicity) {
        return ethnicity == null ? null : words.of(ethnicity);
    }

    private @Nullable String day(@Nullable LocalDate day) {
        return day == null ? null : words.day(day);
    }

    /** A date has three fields, of which the first is gone to. */
    private static String idOf(String field) {
        String id = field.replace('[', '-').replace("].", "-");
        return DATES.contains(field) ? id + "-day" : id;
    }
}
