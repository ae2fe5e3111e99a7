package org.waymark.insight.web;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd;
import org.waymark.insight.Question;

/** A page that answers one question about the flow. The controller gives each the same filter, file and people. */
interface Answering {

    /** The last part of its address; {@code insight.<name>.title} and {@code insight.<name>.question} are its words. */
    String name();

    /** What of the filter it takes; {@code period} is one of them. */
    Set<String> fields();

    /** How many days it looks at when nobody said how many. */
    default int usualDays() {
        return Filter.USUAL_DAYS;
    }

    /** The model it looks at when nobody chose one; null when it can look at all. */
    default @Nullable String usualModel() {
        return null;
    }

    Answer answer(Viewer viewer, Question question, Address address);

    /**
     * The people behind a number.
     *
     * @param of which one, as {@link #answer} wrote it into the number's address
     */
    Crowd people(Viewer viewer, Question question, String of, @Nullable String after);

    /** Who they are, as the heading of their page. */
    String heading(Question question, String of);
}
