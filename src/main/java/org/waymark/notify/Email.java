package org.waymark.notify;

import java.util.Locale;

/** An e-mail as it leaves: plain text, which every program shows and nobody can be tracked by. */
public record Email(String to, Locale language, String subject, String text) {

    /** Without address and words, so that no log can hold them. */
    @Override
    public String toString() {
        return "Email[" + language + "]";
    }
}
