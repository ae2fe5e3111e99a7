package org.waymark.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /**
     * What may be told of groups that lie in larger ones, as districts do in parts of a scale, when both are told.
     *
     * @param wholes of the larger ones, and of the total
     * @param hidden keys of the groups in them that must not be told
     */
    record Nested(Told wholes, Set<String> hidden) {}

    /** @param groups those with anybody in them; their keys differ */
    static Told of(List<Group> groups) {
        return of(groups, Set.of());
    }

    /**
     * A larger group stands for the total of those in it: where that would give them away it is hidden too, and of a hidden one
     * no part is told.
     */
    static Nested nested(Map<String, List<Group>> groups) {
        List<Group> wholes = new ArrayList<>();
        Set<String> givingAway = new HashSet<>();
        Set<String> hidden = new HashSet<>();
        groups.forEach((key, parts) -> {
            wholes.add(new Group(key, people(parts), late(parts)));
            Told told = of(parts);
            hidden.addAll(told.hidden());
            if (!told.isTotalTold()) {
                givingAway.add(key);
            }
        });
        Told told = of(wholes, givingAway);
        told.hidden().forEach(key -> groups.getOrDefault(key, List.of()).forEach(part -> hidden.add(part.key())));
        long parts = groups.values().stream().mapToLong(List::size).sum();
        boolean isTotalTold = told.isTotalTold()
                && (told.hidden().size() < wholes.size() || people(wholes) > Math.max(LEAST - 1, 2 * parts));
        return new Nested(new Told(told.hidden(), isTotalTold), hidden);
    }

    private static Told of(List<Group> groups, Set<String> givingAway) {
        long people = people(groups);
        long late = late(groups);
        List<Group> hidden = new ArrayList<>(groups.stream()
                .filter(group -> givingAway.contains(group.key()))
                .toList());
        groups.stream()
                .filter(group -> !givingAway.contains(group.key()))
                .sorted(Comparator.comparingLong(Group::people))
                .forEachOrdered(next -> {
                    boolean isTied = hidden.stream().anyMatch(one -> one.people() == next.people());
                    if (next.people() < LEAST || isTied || !(hidden.isEmpty() || isSafe(hidden, people, late))) {
                        hidden.add(next);
                    }
                });
        Set<String> keys = new HashSet<>();
        hidden.forEach(group -> keys.add(group.key()));
        // With nothing told beside it, a total of hardly more than the groups would tell each of them.
        boolean isTotalTold = hidden.size() < groups.size() || people > Math.max(LEAST - 1, 2L * groups.size());
        return new Told(keys, isTotalTold);
    }

    private static long people(List<Group> groups) {
        return groups.stream().mapToLong(Group::people).sum();
    }

    private static long late(List<Group> groups) {
        return groups.stream().mapToLong(Group::late).sum();
    }

    private static boolean isSafe(List<Group> hidden, long people, long late) {
        boolean isDifferent =
                hidden.stream().mapToLong(Group::people).distinct().count() > 1;
        long hiddenPeople = people(hidden);
        long hiddenLate = late(hidden);
        // Where nobody or everybody was late the total says so of each group, whatever is hidden.
        boolean isAlike = late == 0 || late == people;
        return isDifferent && (isAlike || (hiddenLate > 0 && hiddenLate < hiddenPeople));
    }
}
