package org.waymark.workflow;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;

/**
 * The alliance's clocks with what they said before. A change holds for new work; open work moves only when somebody asks
 * for it as a second step, having been told how much there is.
 */
public interface ClockRegister {

    /** @param priority, service empty where the row counts for any */
    record Key(String name, String priority, String service) {

        public boolean isOfService() {
            return !service.isEmpty();
        }
    }

    record Value(int amount, Clocks.Unit unit, String owner, String source, String reason) {}

    /**
     * @param revision counts the changes of the row, so that two people who change it at once notice
     * @param running open work that takes its date from this row
     * @param wouldMove how much of it would get another date if this row were applied to it
     */
    record Clock(
            Key key,
            int amount,
            Clocks.Unit unit,
            String owner,
            String source,
            LocalDate since,
            @Nullable String reason,
            @Nullable String setBy,
            int revision,
            List<String> uses,
            int running,
            int wouldMove) {}

    /** @param endedReason why a clock for one service was ended; null where another value followed */
    record Former(
            Key key,
            int amount,
            Clocks.Unit unit,
            String owner,
            String source,
            LocalDate since,
            @Nullable Instant validFrom,
            Instant validUntil,
            String replacedBy,
            @Nullable String endedReason) {}

    boolean mayChange(Viewer viewer);

    /** Every clock by name; what is written down as seen is the list, not each row. */
    List<Clock> all(Viewer viewer);

    /** The rows of one clock. */
    List<Clock> of(Viewer viewer, String name);

    /** What the rows of one clock said before, the latest first. */
    List<Former> formerOf(Viewer viewer, String name);

    /** Gives a row another value for new work. The same again changes nothing. */
    void change(Viewer viewer, Key key, int revision, Value value);

    /** Gives one service a time of its own. */
    void add(Viewer viewer, Key key, Value value);

    /** Ends a clock of one service, whose new work then runs by the more general row. */
    void end(Viewer viewer, Key key, String reason);

    /**
     * Works out the date of each open task of this row anew, from its creation and with its pauses.
     *
     * @return how many got another date
     */
    int applyToOpenWork(Viewer viewer, Key key);
}
