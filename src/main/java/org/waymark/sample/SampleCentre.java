package org.waymark.sample;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.centre.CentreDays;
import org.waymark.centre.CentreRegister;
import org.waymark.centre.CentreRegister.Expected;
import org.waymark.centre.CentreRegister.Mark;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WorkingDays;

/** The days of the sample's wellbeing centre, and who came. */
@Component
@ConditionalOnProperty("waymark.sample")
class SampleCentre {

    private static final LocalTime AFTERNOON = LocalTime.of(15, 10);
    private static final int WEEKS = 6;

    private final Storyteller teller;
    private final CentreDays days;
    private final CentreRegister register;
    private final Map<DayOfWeek, UUID> ids = new EnumMap<>(DayOfWeek.class);

    SampleCentre(Storyteller teller, CentreDays days, CentreRegister register) {
        this.teller = teller;
        this.days = days;
        this.register = register;
    }

    /** Before anybody is referred to it. Friday is a small group, and soon full. */
    void open() {
        teller.moveTo(teller.daysAgo(600));
        open(DayOfWeek.TUESDAY, LocalTime.of(15, 0), 8);
        open(DayOfWeek.WEDNESDAY, LocalTime.of(15, 0), 8);
        open(DayOfWeek.FRIDAY, LocalTime.of(13, 0), 2);
        days.overview(Viewer.SYSTEM).stream()
                .flatMap(centre -> centre.days().stream())
                .forEach(use -> ids.put(use.day().weekday(), use.day().id()));
    }

    private void open(DayOfWeek weekday, LocalTime ends, int places) {
        days.open(
                Viewer.SYSTEM,
                SampleServices.idOf("DEMENTIA_SERVICES_CENTRE"),
                weekday,
                LocalTime.of(10, 0),
                ends,
                places,
                "The centre opens.");
    }

    UUID day(DayOfWeek weekday) {
        return Objects.requireNonNull(ids.get(weekday), "The centre is closed on that day");
    }

    /** The registers of the last weeks. Almost everybody came; one has not come the last two times, and nobody knows why. */
    void keepRegisters(Story missing) {
        for (DayOfWeek weekday : ids.keySet()) {
            LocalDate last = teller.today().with(TemporalAdjusters.previous(weekday));
            for (int week = WEEKS - 1; week >= 0; week--) {
                keep(weekday, last.minusWeeks(week), week, missing);
            }
        }
        missing.daysAgo(0);
    }

    private void keep(DayOfWeek weekday, LocalDate on, int weeksAgo, Story missing) {
        Instant afternoon = on.atTime(AFTERNOON).atZone(WorkingDays.ZONE).toInstant();
        teller.moveTo(afternoon);
        Viewer officer = teller.staff("activity");
        teller.as(officer, () -> {
            Map<UUID, Mark> marks = new HashMap<>();
            for (Expected expected : register.session(officer, day(weekday), on).people()) {
                marks.put(UUID.fromString(expected.place().id()), mark(weekday, expected, weeksAgo, missing.pathway()));
            }
            return marks.isEmpty() ? marks : register.save(officer, day(weekday), on, marks);
        });
        teller.passUntil(missing.pathway(), afternoon);
    }

    private static Mark mark(DayOfWeek weekday, Expected expected, int weeksAgo, PathwayRef missing) {
        if (expected.inHospital()) {
            return new Mark(false, "HOSPITAL");
        }
        if (expected.place().pathway().equals(missing) && weeksAgo < 2) {
            return new Mark(false, null);
        }
        return weekday == DayOfWeek.WEDNESDAY && weeksAgo == 2 ? new Mark(false, "ILL") : new Mark(true, null);
    }
}
