package org.waymark.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which groups of a table may be told, when the numbers of all of them together are known too. Pure arithmetic.
 *
 * <p>A group of fewer than five is hidden. So that it cannot be worked out from the rest, the next smallest are hidden with
 * it, until the hidden ones differ in size and some but not all of their people were late: then any two of them could stand
 * in each other's place, or share out those who were late in another way, and the table would look the same. Groups of the
 * same size are hidden together or not at all, for the same reason.
 */
final class SmallGroups {

    /** Smaller groups than this are not told. */
    static final int LEAST = 5;

    record Group(String key, long people, long late) {}

    /** @param hidden keys of the groups that must not be told */
    record Told(Set<String> hidden, boolean isTotalTold) {}

    private SmallGroups() {}

    /** @param groups those with anybody in them; their keys differ */
    static Told of(List<Group> groups) {
        long people = groups.stream().mapToLong(Group::people).sum();
        long late = groups.stream().mapToLong(Group::late).sum();
        List<Group> smallest =
                groups.stream().sorted(Comparator.comparingLong(Group::people)).toList();
        List<Group> hidden = new ArrayList<>();
        for (Group next : smallest) {
            boolean isTied = !hidden.isEmpty() && hidden.get(hidden.size() - 1).people() == next.people();
            if (next.people() >= LEAST && !isTied && (hidden.isEmpty() || isSafe(hidden, people, late))) {
                break;
            }
            hidden.add(next);
        }
        Set<String> keys = new HashSet<>();
        hidden.forEach(group -> keys.add(group.key()));
        // With nothing told beside it, a total of hardly more than the groups would tell each of them.
        boolean isTotalTold = hidden.size() < groups.size() || people > Math.max(LEAST - 1, 2L * groups.size());
        return new Told(keys, isTotalTold);
    }

    private static boolean isSafe(List<Group> hidden, long people, long late) {
        boolean isDifferent =
                hidden.stream().mapToLong(Group::people).distinct().count() > 1;
        long hiddenPeople = hidden.stream().mapToLong(Group::people).sum();
        long hiddenLate = hidden.stream().mapToLong(Group::late).sum();
        // Where nobody or everybody was late the total says so of each group, whatever is hidden.
        boolean isAlike = late == 0 || late == people;
        return isDifferent && (isAlike || (hiddenLate > 0 && hiddenLate < hiddenPeople));
    }
}
