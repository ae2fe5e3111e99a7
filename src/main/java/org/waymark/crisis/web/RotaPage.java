package org.waymark.crisis.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of the rota shows; the names of its parts are those that the template reads. */
final class RotaPage {

    private RotaPage() {}

    /** One organisation that gives rapid response. */
    record Section(
            String id,
            String organisation,
            String now,
            @Nullable String gapTonight,
            boolean mayChange,
            List<Week> weeks) {}

    record Week(String id, String title, List<Row> rows) {}

    /** Somebody is on, or nobody is. */
    record Row(
            String from,
            String until,
            String who,
            String tone,
            String state,
            @Nullable String endHref,
            String endLabel) {}

    record Choice(String value, String label) {}
}
