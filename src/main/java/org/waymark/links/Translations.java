package org.waymark.links;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells which languages a person who speaks them has not read through yet. */
@Component
public class Translations {

    private final MessageSource messages;

    Translations(MessageSource messages) {
        this.messages = messages;
    }

    /** Whether the translation was made by a machine and waits for somebody to check it; its file says so in its head. */
    public boolean isDraft(Language language) {
        return "yes".equals(messages.getMessage("translation.draft", null, "no", language.locale()));
    }
}
