package org.waymark.assessment;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The everyday abilities and the functional levels, both in their order of loss: each ability lost is one level further. */
public final class Levels {

    public static final List<String> ABILITIES = List.of(
            "complexTasks",
            "choosingClothes",
            "dressing",
            "bathing",
            "toileting",
            "bladder",
            "bowel",
            "speechFewWords",
            "speechSingleWord",
            "walking",
            "sitting",
            "smiling",
            "holdingHead");

    public static final List<String> IN_ORDER =
            List.of("3", "4", "5", "6a", "6b", "6c", "6d", "6e", "7a", "7b", "7c", "7d", "7e", "7f");

    static final Comparator<String> BY_LOSS = Comparator.comparingInt(IN_ORDER::indexOf);

    private static final int FIRST_SUB_LEVEL = IN_ORDER.indexOf("6a");

    private Levels() {}

    /** Sub-levels apart within 6a to 7f; 0 when either lies before. */
    static int subLevelGap(@Nullable String lowest, @Nullable String highest) {
        if (lowest == null || highest == null) {
            return 0;
        }
        int low = IN_ORDER.indexOf(lowest);
        int high = IN_ORDER.indexOf(highest);
        return low < FIRST_SUB_LEVEL || high < FIRST_SUB_LEVEL ? 0 : high - low;
    }
}
