package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Worklist.Filter;
import org.waymark.workflow.Worklist.Page;
import org.waymark.workflow.Worklist.View;

/** The views over rows of every kind, written straight into the table. */
@WaymarkTest
class WorklistViewTests {

    /** A Wednesday noon. */
    private static final Instant NOW = Instant.parse("2026-11-11T12:00:00Z");

    private static final Viewer RUTH =
            new Viewer("ruth", "Ruth", "", "dougie-mac", null, Set.of(Role.COORDINATOR, Role.PALLIATIVE_NURSE));
    private static final Viewer NURSE =
            new Viewer("bronagh", "Bronagh", "", "dougie-mac", null, Set.of(Role.PALLIATIVE_NURSE));

    @Autowired
    Worklist worklist;

    @Autowired
    WaymarkClock clock;

    @Autowired
    JdbcClient jdbc;

    private int number;

    @BeforeEach
    void cleanAtNoon() {
        WaymarkDatabase.clean();
        clock.moveTo(NOW);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void mineIsWhatIHaveAndMyTeamsIsWhatMyGroupsHave() {
        String held = row("dougie-mac.coordinator", "ruth", null);
        String free = row("dougie-mac.coordinator", null, null);
        String colleagues = row("dougie-mac.palliative-nurse", "bronagh", null);
        String givenToMe = row("approach.coordinator", "ruth", null);
        row("approach.coordinator", "neil", null);
        ended(row("dougie-mac.coordinator", "ruth", null));

        assertThat(all(RUTH, View.MINE)).containsExactlyInAnyOrder(held, givenToMe);
        assertThat(all(RUTH, View.TEAM)).containsExactlyInAnyOrder(held, free, colleagues);
        assertThat(all(RUTH, View.NO_DATE)).containsExactlyInAnyOrder(held, free, colleagues, givenToMe);
        assertThat(all(NURSE, View.TEAM)).containsExactly(colleagues);
    }

    @Test
    void overdueThisWeekAndWithoutDateAreKeptApart() {
        String overdue = row("dougie-mac.coordinator", null, "2026-11-11T11:59:59Z");
        String now = row("dougie-mac.coordinator", "ruth", "2026-11-11T12:00:01Z");
        String sunday = row("dougie-mac.coordinator", null, "2026-11-15T23:59:59Z");
        row("dougie-mac.coordinator", null, "2026-11-16T00:00:00Z");
        String none = row("dougie-mac.coordinator", null, null);

        assertThat(all(RUTH, View.OVERDUE)).containsExactly(overdue);
        assertThat(all(RUTH, View.DUE_THIS_WEEK)).containsExactly(now, sunday);
        assertThat(all(RUTH, View.NO_DATE)).containsExactly(none);
    }

    @Test
    void coordinatorsAndTeamLeadsSeeWhatWasEscalatedToThem() {
        String late = row("community-trust.partner", null, "2026-11-10T17:00:00Z");
        String lateOfMine = row("dougie-mac.coordinator", "ruth", "2026-11-10T16:00:00Z");
        escalated(late, "ruth");
        escalated(lateOfMine, "ruth");
        String toNurse = row("community-trust.partner", null, "2026-11-10T17:00:00Z");
        escalated(toNurse, "bronagh");

        assertThat(all(RUTH, View.OVERDUE)).containsExactly(lateOfMine, late);
        assertThat(all(RUTH, View.TEAM)).containsExactly(lateOfMine);
        assertThat(all(NURSE, View.OVERDUE)).isEmpty();
        assertThat(worklist.counts(RUTH)).containsEntry(View.OVERDUE, 2L);
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void pagesMeetWithoutGapOrRepetitionThroughTiesAndMissingDates(View view) {
        String[] groups = {"dougie-mac.coordinator", "dougie-mac.palliative-nurse", "approach.dementia-adviser"};
        String[] dates = {"2026-11-10T17:00:00Z", "2026-11-13T17:00:00Z", "2026-11-13T17:00:00.000001Z", null};
        String[] holders = {"ruth", "bronagh", null};
        IntStream.range(0, 144).forEach(i -> row(groups[i % 3], holders[i / 3 % 3], dates[i / 9 % 4]));

        List<String> whole = all(RUTH, view);
        for (int size : new int[] {1, 3, 7, 100}) {
            List<String> paged = new ArrayList<>();
            Worklist.Key after = null;
            do {
                Page page = worklist.page(RUTH, view, Filter.NONE, after, size);
                assertThat(page.items().size()).isLessThanOrEqualTo(size);
                page.items().forEach(item -> paged.add(item.taskId()));
                after = page.next();
            } while (after != null);
            assertThat(paged).containsExactlyElementsOf(whole).doesNotHaveDuplicates();
        }
        assertThat(worklist.counts(RUTH)).containsEntry(view, (long) whole.size());
        assertThat(whole).isNotEmpty();
    }

    @Test
    void aPageThatTakesTheLastRowsLeadsNowhere() {
        row("dougie-mac.coordinator", "ruth", null);
        row("dougie-mac.coordinator", "ruth", null);

        assertThat(worklist.page(RUTH, View.MINE, Filter.NONE, null, 2).next()).isNull();
        assertThat(worklist.page(RUTH, View.MINE, Filter.NONE, null, 1).next()).isNotNull();
    }

    @Test
    void filtersNarrowAnyView() {
        String one = row("dougie-mac.coordinator", "ruth", null);
        row("dougie-mac.coordinator", "ruth", null);
        PathwayRef pathway = worklist.page(RUTH, View.MINE, Filter.NONE, null, 10).items().stream()
                .filter(item -> item.taskId().equals(one))
                .findAny()
                .orElseThrow()
                .pathway();

        for (View view : List.of(View.MINE, View.TEAM, View.NO_DATE)) {
            assertThat(ids(worklist.page(RUTH, view, new Filter(null, null, pathway), null, 10)))
                    .containsExactly(one);
            assertThat(ids(worklist.page(RUTH, view, new Filter("try-work", "UserTask_Try", null), null, 10)))
                    .hasSize(2);
            assertThat(ids(worklist.page(RUTH, view, new Filter("other", null, null), null, 10)))
                    .isEmpty();
            assertThat(ids(worklist.page(RUTH, view, new Filter(null, "UserTask_Other", null), null, 10)))
                    .isEmpty();
        }
    }

    @Test
    void whoeverHasNoGroupHasAnEmptyListAndNoError() {
        row("dougie-mac.coordinator", null, "2026-11-10T17:00:00Z");

        for (View view : View.values()) {
            assertThat(all(Viewer.SYSTEM, view)).isEmpty();
            assertThat(worklist.counts(Viewer.SYSTEM)).containsEntry(view, 0L);
        }
    }

    private List<String> all(Viewer viewer, View view) {
        return ids(worklist.page(viewer, view, Filter.NONE, null, 1000));
    }

    private static List<String> ids(Page page) {
        return page.items().stream().map(WorkItem::taskId).toList();
    }

    private String row(String group, @Nullable String assignee, @Nullable String due) {
        String id = "task-%05d".formatted(number++ * 7919 % 100_000);
        jdbc.sql("""
                        insert into work_item (task_id, process, record, pathway_ref, element, name, form_id, group_name, assignee,
                            created_at, due_at, state, process_instance_id, definition_id)
                        values (:id, 'try-work', 'r', :pathway, 'UserTask_Try', 'Try', 'try', :group, :assignee, :at, :due, 'OPEN', 'i', 'd')
                        """)
                .param("id", id)
                .param("pathway", PathwayRef.random().value())
                .param("group", group)
                .param("assignee", assignee)
                .param("at", Timestamp.from(NOW))
                .param("due", due == null ? null : Timestamp.from(Instant.parse(due)))
                .update();
        return id;
    }

    private void ended(String id) {
        jdbc.sql("update work_item set state = 'COMPLETED', ended_at = :at, ended_by = 'ruth' where task_id = :id")
                .param("at", Timestamp.from(NOW))
                .param("id", id)
                .update();
    }

    private void escalated(String id, String to) {
        jdbc.sql("update work_item set escalated_to = :to, escalated_at = :at where task_id = :id")
                .param("to", to)
                .param("at", Timestamp.from(NOW))
                .param("id", id)
                .update();
    }
}
