package org.waymark.people;

import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.waymark.people.PersonDraft.Problem;

/** What the fields of a {@link PersonDraft} are called and what is said when one is wrong, on a page as in a file. */
@Component
public class PersonFields {

    private static final Pattern CARER = Pattern.compile("carers\\[(\\d+)]\\.(\\w+)");

    private final MessageSource messages;

    PersonFields(MessageSource messages) {
        this.messages = messages;
    }

    /** For example "Date of birth" or "Carer's telephone". */
    public String label(String field) {
        return messages.getMessage("people.field." + CARER.matcher(field).replaceAll("carer.$2"), null, Locale.UK);
    }

    /** One sentence that says what to do. */
    public String say(Problem problem) {
        return messages.getMessage(
                "people.problem." + problem.code(), new Object[] {label(problem.field())}, Locale.UK);
    }

    /** A sentence of this module by its message key. */
    public String said(String key, Object... arguments) {
        return messages.getMessage(key, arguments, Locale.UK);
    }
}
