package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.insight.SmallGroups.Group;
import org.waymark.insight.SmallGroups.Nested;
import org.waymark.insight.SmallGroups.Told;

/** Small groups are not told, and cannot be worked out from what is. */
class SmallGroupsTests {

    @Test
    void hidesAGroupOfFourAndTellsOneOfFive() {
        assertThat(told("20/4", "5/1", "8/2").hidden()).isEmpty();
        assertThat(told("20/4", "4/1", "8/2").hidden()).contains("B").doesNotContain("A");
    }

    @Test
    void hidesTheNextSmallestWithIt() {
        assertThat(told("20/4", "3/1", "8/2", "12/2").hidden()).containsExactlyInAnyOrder("B", "C");
    }

    @Test
    void hidesNoMoreThanTheSmallOnesWhenTheyCoverEachOther() {
        assertThat(told("20/4", "3/1", "8/2", "2/0").hidden()).containsExactlyInAnyOrder("B", "D");
    }

    @Test
    void hidesOneMoreWhereNobodyOfTheHiddenWasLate() {
        assertThat(told("20/4", "3/0", "8/0", "12/2").hidden()).containsExactlyInAnyOrder("B", "C", "D");
    }

    @Test
    void hidesOneMoreWhereTheHiddenAreOfOneSize() {
        assertThat(told("20/4", "1/1", "1/0", "9/2").hidden()).containsExactlyInAnyOrder("B", "C", "D");
    }

    @Test
    void tellsNoTotalOfFourEither() {
        assertThat(told("3/1", "1/0")).isEqualTo(new Told(Set.of("A", "B"), false));
        assertThat(told("3/1", "4/0")).isEqualTo(new Told(Set.of("A", "B"), true));
        assertThat(told("4/1").isTotalTold()).isFalse();
        assertThat(told("5/1")).isEqualTo(new Told(Set.of(), true));
        assertThat(SmallGroups.of(List.of()).hidden()).isEmpty();
    }

    /**
     * Somebody knows the rule by heart, and sees the page: rows, total, shares. Whatever tables would look just so, of all that
     * there are up to twelve people in up to five groups (of three, up to fourteen), no hidden group has the same size in all of them, and none the same
     * number or share of late ones unless the total already says that nobody or everybody was.
     */
    @Test
    void leavesNothingHiddenThatCanBeWorkedOut() {
        Map<String, Seen> pages = new HashMap<>();
        for (int groups = 1; groups <= 5; groups++) {
            each(groups, groups <= 3 ? 14 : 12, new ArrayList<>(), table -> {
                Told told = SmallGroups.of(table);
                pages.computeIfAbsent(page(table, told), page -> new Seen(told, table))
                        .add(table);
            });
        }
        assertThat(pages.values()).hasSizeGreaterThan(3_000);
        pages.forEach((page, seen) -> seen.told.hidden().forEach(key -> {
            assertThat(seen.sizes.get(key)).as("size of %s on %s", key, page).hasSizeGreaterThan(1);
            if (!seen.isAlike) {
                assertThat(seen.lates.get(key))
                        .as("late of %s on %s", key, page)
                        .hasSizeGreaterThan(1);
                assertThat(seen.shares.get(key))
                        .as("share of %s on %s", key, page)
                        .hasSizeGreaterThan(1);
            }
        }));
    }

    /**
     * The same of districts that lie in parts of a scale, to somebody who sees the tables of both: of all that there are with up
     * to eleven people, up to five districts in one part and up to two in another.
     */
    @Test
    void leavesNothingHiddenInGroupsWithinGroups() {
        for (int[] split : new int[][] {{2, 1}, {2, 2}, {3, 1}, {1, 1}, {3, 0}, {5, 1}}) {
            Map<String, Seen> pages = new HashMap<>();
            each(split[0] + split[1], 11, new ArrayList<>(), table -> {
                Map<String, List<Group>> within = new TreeMap<>();
                within.put("poorer", table.subList(0, split[0]));
                if (split[1] > 0) {
                    within.put("richer", table.subList(split[0], table.size()));
                }
                Nested nested = SmallGroups.nested(within);
                List<Group> wholes = new ArrayList<>();
                within.forEach((key, parts) -> wholes.add(new Group(key, people(parts), late(parts))));
                Told districts = new Told(nested.hidden(), nested.wholes().isTotalTold());
                List<Group> both = new ArrayList<>(table);
                both.addAll(wholes);
                Set<String> hidden = new HashSet<>(nested.hidden());
                hidden.addAll(nested.wholes().hidden());
                Seen seen = pages.computeIfAbsent(
                        page(table, districts) + page(wholes, nested.wholes()),
                        page -> new Seen(new Told(hidden, districts.isTotalTold()), table));
                seen.add(both);
                // A part that is told as late for nobody or for all says so of each of its districts.
                wholes.stream()
                        .filter(whole -> !hidden.contains(whole.key()))
                        .filter(whole -> whole.late() == 0 || whole.late() == whole.people())
                        .flatMap(whole -> within.getOrDefault(whole.key(), List.of()).stream())
                        .forEach(district -> seen.isAlikeInWhole.add(district.key()));
            });
            pages.forEach((page, seen) -> seen.told.hidden().forEach(key -> {
                assertThat(seen.sizes.get(key))
                        .as("size of %s on %s", key, page)
                        .hasSizeGreaterThan(1);
                if (!seen.isAlike && !seen.isAlikeInWhole.contains(key)) {
                    assertThat(seen.lates.get(key))
                            .as("late of %s on %s", key, page)
                            .hasSizeGreaterThan(1);
                    assertThat(seen.shares.get(key))
                            .as("share of %s on %s", key, page)
                            .hasSizeGreaterThan(1);
                }
            }));
        }
    }

    /** No told group is small, whatever else is in the table, and none is hidden alone, for it is the total less the rest. */
    @Test
    void tellsNoSmallGroupAndHidesNoneAlone() {
        each(4, 10, new ArrayList<>(), table -> {
            Set<String> hidden = SmallGroups.of(table).hidden();
            table.forEach(group -> assertThat(group.people() >= SmallGroups.LEAST || hidden.contains(group.key()))
                    .isTrue());
            assertThat(hidden.size()).isNotEqualTo(1);
        });
    }

    /** What each table that looks the same has in a hidden group. */
    private static final class Seen {
        private final Told told;
        private final boolean isAlike;
        private final Set<String> isAlikeInWhole = new HashSet<>();
        private final Map<String, Set<Long>> sizes = new HashMap<>();
        private final Map<String, Set<Long>> lates = new HashMap<>();
        private final Map<String, Set<Double>> shares = new HashMap<>();

        private Seen(Told told, List<Group> first) {
            this.told = told;
            long late = late(first);
            this.isAlike = told.isTotalTold() && (late == 0 || late == people(first));
        }

        private void add(List<Group> table) {
            table.forEach(group -> {
                sizes.computeIfAbsent(group.key(), key -> new HashSet<>()).add(group.people());
                lates.computeIfAbsent(group.key(), key -> new HashSet<>()).add(group.late());
                shares.computeIfAbsent(group.key(), key -> new HashSet<>()).add((double) group.late() / group.people());
            });
        }
    }

    private static String page(List<Group> table, Told told) {
        Map<String, String> rows = new TreeMap<>();
        table.forEach(group -> rows.put(
                group.key(), told.hidden().contains(group.key()) ? "hidden" : group.late() + "/" + group.people()));
        return rows + (told.isTotalTold() ? " of " + late(table) + "/" + people(table) : "");
    }

    private static long people(List<Group> table) {
        return table.stream().mapToLong(Group::people).sum();
    }

    private static long late(List<Group> table) {
        return table.stream().mapToLong(Group::late).sum();
    }

    private interface Looked {
        void at(List<Group> table);
    }

    private static void each(int groups, int most, List<Group> begun, Looked looked) {
        if (groups == 0) {
            looked.at(List.copyOf(begun));
            return;
        }
        for (int people = 1; people <= most - groups + 1; people++) {
            for (int late = 0; late <= people; late++) {
                begun.add(new Group(String.valueOf((char) ('A' + begun.size())), people, late));
                each(groups - 1, most - people, begun, looked);
                begun.remove(begun.size() - 1);
            }
        }
    }

    private static Told told(String... latesOf) {
        List<Group> groups = new ArrayList<>();
        for (String one : latesOf) {
            String[] parts = one.split("/", 2);
            groups.add(new Group(
                    String.valueOf((char) ('A' + groups.size())), Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        }
        return SmallGroups.of(groups);
    }

    /** As Newcombe 1998 prints the method without correction: 81 of 263, 15 of 148, 0 of 20, 1 of 29. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0, 0.1611", "1, 29, 0.0061, 0.1718"})
    void drawsTheIntervalOfAShareByWilson(long some, long all, double low, double high) {
        Share share = Share.of(some, all);
        assertThat(share.low()).isEqualTo(low, within(0.00006));
        assertThat(share.high()).isEqualTo(high, within(0.00006));
        Share rest = Share.of(all - some, all);
        assertThat(rest.low()).isEqualTo(1 - share.high(), within(1e-12));
    }
}
