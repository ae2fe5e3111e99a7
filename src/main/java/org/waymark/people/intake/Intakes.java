package org.waymark.people.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.LikelyDuplicate;
import org.waymark.people.People;
import org.waymark.people.People.NewPerson;
import org.waymark.people.intake.IntakeFile.Counts;
import org.waymark.people.intake.IntakeFile.RowState;
import org.waymark.people.intake.IntakeFile.State;
import org.waymark.people.intake.IntakeRow.Finding;

/** Takes in spreadsheets of referrals: looks them through first, and starts the run when the one who uploaded says so. */
@Service
@Transactional
class Intakes {

    private static final int CHECKED_AT_ONCE = 500;
    private static final int LONGEST_NAME = 200;
    private static final int FILES_SHOWN = 50;

    private final IntakeTables tables;
    private final People people;
    private final Directory directory;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Intakes(
            IntakeTables tables,
            People people,
            Directory directory,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock) {
        this.tables = tables;
        this.people = people;
        this.directory = directory;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** Organisations that this viewer may bring people in for; those without a coordinator could do nothing for them. */
    List<Organisation> receivers(Viewer viewer) {
        requireImporter(viewer, "intake.opened");
        if (!viewer.has(Role.ADMINISTRATOR)) {
            return directory.organisation(String.valueOf(viewer.organisation())).stream()
                    .toList();
        }
        return directory.organisations().stream()
                .filter(Organisation::inAlliance)
                .filter(organisation -> !directory
                        .staffOf(organisation.id() + "." + Role.COORDINATOR.code())
                        .isEmpty())
                .toList();
    }

    /** Looks a spreadsheet through and keeps what was found; nobody is brought in by this. */
    UUID check(Viewer viewer, String name, String receivingOrganisation, ReferralSheet sheet) {
        requireImporter(viewer, "intake.checked");
        if (receivers(viewer).stream().noneMatch(one -> one.id().equals(receivingOrganisation))) {
            throw new NotVisible();
        }
        UUID id = UUID.randomUUID();
        tables.insert(new IntakeFile(
                id,
                shortened(name),
                receivingOrganisation,
                sheet.header(),
                State.CHECKED,
                new Counts(0, 0, 0, 0, 0),
                null,
                clock.instant(),
                viewer.username(),
                null,
                null,
                null,
                null));
        var seen = new RowsSeen();
        for (int from = 0; from < sheet.rows().size(); from += CHECKED_AT_ONCE) {
            var part = sheet.rows()
                    .subList(from, Math.min(from + CHECKED_AT_ONCE, sheet.rows().size()));
            tables.insert(id, looked(viewer, sheet.header(), part, seen));
        }
        tables.keepCounts(id);
        audit.record(viewer.username(), "intake.checked", null, id.toString());
        return id;
    }

    private List<IntakeRow> looked(Viewer viewer, List<String> header, List<ReferralSheet.Row> part, RowsSeen seen) {
        Map<Column, Integer> places = ReferralSheet.places(header);
        var rows = new ArrayList<IntakeRow>();
        var asked = new ArrayList<NewPerson>();
        var askedFor = new HashMap<Integer, Integer>();
        for (ReferralSheet.Row row : part) {
            IntakeRow ready = IntakeRow.ready(row.line(), row.cells());
            if (!ReferralSheet.hasRightLength(header, row.cells())) {
                rows.add(ready.refused(List.of(new Finding(null, "row.length"))));
                continue;
            }
            var checked = ReferralSheet.draft(places, row.cells()).check(clock.today());
            if (!checked.problems().isEmpty()) {
                rows.add(ready.refused(
                        checked.problems().stream().map(Finding::of).toList()));
                continue;
            }
            var earlier = seen.look(row.line(), checked.valid());
            if (earlier.isPresent()) {
                RowsSeen.Earlier one = earlier.get();
                rows.add(ready.likeLine(one.line(), one.likeness(), one.isCertain()));
            } else {
                askedFor.put(rows.size(), asked.size());
                asked.add(checked.valid());
                rows.add(ready);
            }
        }
        List<List<LikelyDuplicate>> found = people.likelyDuplicates(viewer, asked);
        askedFor.forEach((at, question) -> worst(found.get(question))
                .ifPresent(duplicate -> rows.set(at, rows.get(at).like(duplicate))));
        return rows;
    }

    /** The likely duplicate that decides: one that is certain before one that only may be. */
    static Optional<LikelyDuplicate> worst(List<LikelyDuplicate> found) {
        return found.stream()
                .filter(one -> one.isCertain() || one.isInsurmountable())
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private static String shortened(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        String known = last.isEmpty() ? "referrals.csv" : last;
        return known.length() > LONGEST_NAME ? known.substring(0, LONGEST_NAME) : known;
    }

    @Transactional(readOnly = true)
    List<IntakeFile> history(Viewer viewer) {
        requireImporter(viewer, "intake.opened");
        return tables.files(viewer, FILES_SHOWN);
    }

    /** The file, audited as a view, for it shows what its rows hold. */
    IntakeFile view(Viewer viewer, UUID file) {
        IntakeFile found = find(viewer, file, "intake.viewed");
        audit.record(viewer.username(), "intake.viewed", null, file.toString());
        return found;
    }

    /** How far it is; shows no row. */
    IntakeFile progress(Viewer viewer, UUID file) {
        return find(viewer, file, "intake.viewed");
    }

    private IntakeFile find(Viewer viewer, UUID file, String action) {
        requireImporter(viewer, action);
        return tables.file(viewer, file).orElseThrow(() -> {
            audit.record(viewer.username(), action, null, file.toString(), AuditTrail.Outcome.REFUSED);
            return new NotVisible();
        });
    }

    /** Rows of a file that {@link #view} has let this viewer see. */
    List<IntakeRow> rows(IntakeFile file, List<RowState> states, int afterLine, int limit) {
        return tables.rows(file.id(), states, afterLine, limit);
    }

    /**
     * Starts the run; a second click finds it running and changes nothing.
     *
     * @param duplicateReason why likely duplicates are brought in too; null leaves them out
     */
    void start(Viewer viewer, UUID file, @Nullable String duplicateReason) {
        find(viewer, file, "intake.started");
        if (tables.start(file, viewer.username(), duplicateReason, clock.instant())) {
            if (duplicateReason != null) {
                tables.readyDuplicates(file);
            }
            audit.record(viewer.username(), "intake.started", null, file.toString());
        }
    }

    /** Puts a checked file aside without bringing anybody in. */
    void discard(Viewer viewer, UUID file) {
        IntakeFile found = find(viewer, file, "intake.discarded");
        if (found.state() == State.CHECKED) {
            tables.end(file, State.DISCARDED, clock.instant());
            audit.record(viewer.username(), "intake.discarded", null, file.toString());
        }
    }

    /** The rows that were not taken, with all they hold. */
    List<IntakeRow> leftOut(Viewer viewer, UUID file) {
        find(viewer, file, "intake.refusedDownloaded");
        audit.record(viewer.username(), "intake.refusedDownloaded", null, file.toString());
        return tables.rows(file, List.of(RowState.REFUSED, RowState.DUPLICATE), 0, ReferralSheet.MOST_ROWS);
    }

    private void requireImporter(Viewer viewer, String action) {
        access.requireRole(viewer, action, Role.COORDINATOR, Role.ADMINISTRATOR);
    }
}
