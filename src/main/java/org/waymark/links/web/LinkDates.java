package org.waymark.links.web;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WorkingDays;
import org.waymark.links.Language;

/** Says days as a reader's language does. */
@Component
class LinkDates {

    /** 7 November 2026; empty where there is none. */
    String day(Language language, @Nullable Instant at) {
        return at == null
                ? ""
                : DateTimeFormatter.ofPattern("d MMMM yyyy", language.locale()).format(at.atZone(WorkingDays.ZONE));
    }
}
