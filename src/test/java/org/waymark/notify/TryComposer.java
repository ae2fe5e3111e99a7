package org.waymark.notify;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Composes what a test says under a reference; of any other reference it composes nothing. */
public class TryComposer implements Composer {

    static final String KIND = "TRY";

    private final Map<String, Email> emails = new ConcurrentHashMap<>();

    void say(String reference, String to) {
        emails.put(reference, new Email(to, Locale.UK, "Words for " + reference, "Good morning"));
    }

    void sayNoMore(String reference) {
        emails.remove(reference);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<Email> compose(String reference) {
        if (reference.equals("broken")) {
            throw new IllegalStateException("Nothing can be said of it");
        }
        return Optional.ofNullable(emails.get(reference));
    }
}
