package org.waymark.people.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.background.LongWork;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.LikelyDuplicate;
import org.waymark.people.People;
import org.waymark.people.People.Arrival;
import org.waymark.people.People.Arrived;
import org.waymark.people.People.Intake;
import org.waymark.people.People.NewPerson;
import org.waymark.people.intake.IntakeFile.RowState;
import org.waymark.people.intake.IntakeFile.State;
import org.waymark.people.intake.IntakeRow.Finding;

/** Brings the rows of started files in, one file after the other. Person, engine and row change in one commit. */
@Component
class IntakeWork implements LongWork {

    private final IntakeTables tables;
    private final People people;
    private final CurrentViewer current;
    private final Directory directory;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    IntakeWork(
            IntakeTables tables,
            People people,
            CurrentViewer current,
            Directory directory,
            AuditTrail audit,
            WaymarkClock clock) {
        this.tables = tables;
        this.people = people;
        this.current = current;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public Optional<UUID> next() {
        return tables.nextRunning();
    }

    @Override
    public void take(UUID file, int most) {
        tables.lockRunning(file).ifPresent(running -> {
            List<IntakeRow> waiting = waiting(running, most);
            if (waiting.isEmpty()) {
                finish(running);
            } else {
                tables.update(file, done(running, waiting));
            }
        });
    }

    private List<IntakeRow> done(IntakeFile running, List<IntakeRow> waiting) {
        Viewer viewer = actingFor(running);
        return viewer == null
                ? waiting.stream().map(IntakeWork::withoutAccount).toList()
                : current.as(viewer, () -> bringIn(viewer, running, waiting));
    }

    private List<IntakeRow> waiting(IntakeFile running, int most) {
        return tables.rows(running.id(), List.of(RowState.READY), 0, most);
    }

    @Override
    public void giveBack(UUID file, RuntimeException why) {
        tables.lockRunning(file)
                .ifPresent(running -> tables.update(
                        file,
                        waiting(running, 1).stream()
                                .map(row -> row.refused(List.of(new Finding(null, "row.failed"))))
                                .toList()));
    }

    private @Nullable Viewer actingFor(IntakeFile running) {
        return running.startedBy() == null
                ? null
                : directory
                        .staffMember(running.startedBy())
                        .map(Directory.StaffMember::asViewer)
                        .orElse(null);
    }

    private static IntakeRow withoutAccount(IntakeRow row) {
        return row.refused(List.of(new Finding(null, "row.noLongerStaff")));
    }

    private List<IntakeRow> bringIn(Viewer viewer, IntakeFile file, List<IntakeRow> rows) {
        Map<Column, Integer> places = ReferralSheet.places(file.header());
        var done = new ArrayList<IntakeRow>();
        var ready = new ArrayList<IntakeRow>();
        var arrivals = new ArrayList<Arrival>();
        for (IntakeRow row : rows) {
            var checked = ReferralSheet.draft(places, row.cells()).check(clock.today());
            if (!checked.problems().isEmpty()) {
                // Right when it was looked through, and no longer: nothing but the date has changed.
                done.add(
                        row.refused(checked.problems().stream().map(Finding::of).toList()));
                continue;
            }
            var arrival = new Arrival(
                    checked.valid(),
                    new Intake(requestOf(file, row), file.receivingOrganisation(), file.duplicateReason()));
            if (file.duplicateReason() == null) {
                ready.add(row);
                arrivals.add(arrival);
            } else {
                // One at a time, for these may resemble one another, and each reason is kept with whom it is about.
                done.add(certain(viewer, arrival.person())
                        .map(row::like)
                        .orElseGet(() -> after(
                                row, people.bringIn(viewer, List.of(arrival)).get(0))));
            }
        }
        List<Arrived> arrived = arrivals.isEmpty() ? List.of() : people.bringIn(viewer, arrivals);
        for (int i = 0; i < ready.size(); i++) {
            done.add(after(ready.get(i), arrived.get(i)));
        }
        return done;
    }

    /** A reason given for all likely duplicates is none for somebody who is there for certain. */
    private Optional<LikelyDuplicate> certain(Viewer viewer, NewPerson person) {
        return people.likelyDuplicates(viewer, List.of(person)).get(0).stream()
                .filter(LikelyDuplicate::isCertain)
                .findFirst();
    }

    private static IntakeRow after(IntakeRow row, Arrived arrived) {
        return arrived.pathway() == null
                ? Intakes.worst(arrived.duplicates()).map(row::like).orElseThrow()
                : row.created(arrived.pathway());
    }

    /** The same for the same row of the same file, whatever happens in between. */
    private static UUID requestOf(IntakeFile file, IntakeRow row) {
        return UUID.nameUUIDFromBytes((file.id() + ":" + row.line()).getBytes(StandardCharsets.UTF_8));
    }

    private void finish(IntakeFile running) {
        tables.end(running.id(), State.DONE, clock.instant());
        tables.keepCounts(running.id());
        audit.record(
                String.valueOf(running.startedBy()),
                "intake.finished",
                null,
                running.id().toString());
    }
}
