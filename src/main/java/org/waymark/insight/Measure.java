package org.waymark.insight;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.waymark.access.DataKind;
import org.waymark.insight.ControlChart.Better;

/**
 * What the alliance can honestly claim of itself. What counts in each of them stands in words in the messages, and as SQL in
 * {@link MeasureCases}; a pathway that was opened in error counts in none.
 */
public enum Measure {
    TIME_TO_COORDINATOR(Shape.TIME, Better.LOWER, DataKind.PATHWAY),
    PLANNING_OFFERED(Shape.SHARE, Better.HIGHER, DataKind.CARE),
    CARERS_OFFERED_ENABLEMENT(Shape.SHARE, Better.HIGHER, DataKind.CARE),
    UNSTABLE_PHASES_ENDED(Shape.SHARE, Better.HIGHER, DataKind.CARE),
    PREFERRED_PLACE(Shape.SHARE, Better.HIGHER, DataKind.CARE),
    OUTCOMES_READ(Shape.SHARE, Better.HIGHER, DataKind.PATHWAY),
    REVIEWS_ON_TIME(Shape.SHARE, Better.HIGHER, DataKind.PATHWAY),
    REGISTER_SIZE(Shape.LEVEL, Better.HIGHER, DataKind.CARE),
    DEPRESCRIBING_OFFERED(Shape.SHARE, Better.HIGHER, DataKind.CARE),
    NON_ATTENDANCE(Shape.SHARE, Better.LOWER, DataKind.CARE),
    NEEDS_CLOSED(Shape.SHARE, Better.HIGHER, DataKind.REFERRALS);

    /** What one month of it is. */
    public enum Shape {
        /** So many of so many; drawn as a p-chart. */
        SHARE,
        /** Days within which half of all had it; drawn as an XmR chart. */
        TIME,
        /** How many there are at the end of the month, as a share of the list; drawn as an XmR chart. */
        LEVEL
    }

    private final Shape shape;
    private final Better better;
    private final DataKind kind;

    Measure(Shape shape, Better better, DataKind kind) {
        this.shape = shape;
        this.better = better;
        this.kind = kind;
    }

    public Shape shape() {
        return shape;
    }

    public Better better() {
        return better;
    }

    /** What somebody must be allowed to see of a person to see them behind a point. */
    DataKind kind() {
        return kind;
    }

    /** As it stands in addresses. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Measure> ofKey(String key) {
        return Stream.of(values()).filter(one -> one.key().equals(key)).findFirst();
    }
}
