package org.waymark.people.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.web.FieldErrors;

/** Where the person and each carer can be written to, if they wish. */
@Controller
@RequestMapping("/people/{ref}/email")
class EmailPage {

    private static final String OWN = "person";

    private final People people;
    private final CurrentViewer current;

    EmailPage(People people, CurrentViewer current) {
        this.people = people;
        this.current = current;
    }

    /** A field of the page. */
    record Row(
            String field,
            String name,
            String value,
            @Nullable String error) {}

    @GetMapping
    String open(@PathVariable String ref, Model model) {
        Person person = people.view(current.get(), pathway(ref));
        show(model, person, recorded(person), List.of());
        return "people/email";
    }

    private static Map<String, String> recorded(Person person) {
        var recorded = new HashMap<String, String>();
        recorded.put(OWN, Objects.requireNonNullElse(person.email(), ""));
        person.carers()
                .forEach(carer -> recorded.put(carer.id().toString(), Objects.requireNonNullElse(carer.email(), "")));
        return recorded;
    }

    @PostMapping
    @Transactional
    ModelAndView save(
            @PathVariable String ref,
            @RequestParam Map<String, String> sent,
            Model model,
            RedirectAttributes redirect) {
        Person person = people.view(current.get(), pathway(ref));
        Map<String, String> recorded = recorded(person);
        var typed = new HashMap<String, String>();
        recorded.forEach((field, before) ->
                typed.put(field, sent.getOrDefault(field, before).strip()));
        List<String> wrong = typed.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty() && !People.isEmail(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!wrong.isEmpty()) {
            show(model, person, typed, wrong);
            return new ModelAndView("people/email", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        typed.forEach((field, email) -> {
            if (!email.equals(recorded.get(field))) {
                people.recordEmail(
                        current.get(), person.pathway(), field.equals(OWN) ? null : CarerId.of(field), email);
            }
        });
        redirect.addFlashAttribute("done", "Saved.");
        return new ModelAndView("redirect:/people/" + person.pathway() + "/details");
    }

    private static void show(Model model, Person person, Map<String, String> values, List<String> wrong) {
        var rows = new ArrayList<Row>();
        rows.add(row(OWN, person.fullName(), values, wrong));
        person.carers().forEach(carer -> rows.add(row(carer.id().toString(), carer.name(), values, wrong)));
        model.addAttribute("ref", person.pathway().value());
        model.addAttribute("rows", rows);
        var errors = new LinkedHashMap<String, String>();
        for (Row row : rows) {
            if (row.error() != null) {
                errors.put(row.field(), row.error());
            }
        }
        FieldErrors.show(model, errors);
    }

    private static Row row(String field, String name, Map<String, String> values, List<String> wrong) {
        return new Row(
                field,
                name,
                values.getOrDefault(field, ""),
                wrong.contains(field) ? "Enter an e-mail address like name@example.com for " + name : null);
    }

    private static PathwayRef pathway(String text) {
        if (!PathwayRef.isValid(text)) {
            throw new NotVisible();
        }
        return new PathwayRef(text);
    }
}
