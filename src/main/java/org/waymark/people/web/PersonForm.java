package org.waymark.people.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.waymark.people.PersonDraft;
import org.waymark.people.PersonDraft.Problem;
import org.waymark.people.PersonFields;
import org.waymark.web.FieldErrors;

/** Puts into the model what the fields of a person read, with what was typed and what is wrong with it. */
@Component
class PersonForm {

    private final PersonFields fields;

    PersonForm(PersonFields fields) {
        this.fields = fields;
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
        model.addAttribute("yesNo", List.of(new Choice("yes", "Yes"), new Choice("no", "No")));
    }

    /** A date has three fields, of which the first is gone to. */
    private static String idOf(String field) {
        String id = field.replace('[', '-').replace("].", "-");
        return field.equals("dateOfBirth") || field.equals("diagnosedOn") ? id + "-day" : id;
    }
}
