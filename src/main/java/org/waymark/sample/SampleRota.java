package org.waymark.sample;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.waymark.access.Role;
import org.waymark.crisis.Rota;
import org.waymark.crisis.Rota.NewEntry;
import org.waymark.kernel.WorkingDays;

/** Who is on for rapid response in the nights of this week and the next; for one of them nobody has been found yet. */
@Component
@ConditionalOnProperty("waymark.sample")
class SampleRota {

    private static final LocalTime EVENING = LocalTime.of(17, 0);
    private static final LocalTime MORNING = LocalTime.of(9, 0);
    private static final int NIGHTS = 14;
    private static final int NOBODY_YET = 10;

    private final Rota rota;
    private final Storyteller teller;

    SampleRota(Rota rota, Storyteller teller) {
        this.rota = rota;
        this.teller = teller;
    }

    /** Written on the Friday before. */
    void load() {
        LocalDate monday = teller.today().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        teller.moveTo(at(monday.minusDays(3), MORNING));
        List<NewEntry> nights = IntStream.range(0, NIGHTS)
                .filter(night -> night != NOBODY_YET)
                .mapToObj(monday::plusDays)
                .map(day -> WorkingDays.isWorkingDay(day)
                        ? night(day, EVENING, "nurse", null)
                        : night(day, MORNING, null, Role.PALLIATIVE_NURSE.code()))
                .toList();
        rota.add(teller.staff("coordinator"), nights);
        teller.end();
    }

    private static NewEntry night(LocalDate day, LocalTime from, @Nullable String username, @Nullable String role) {
        return new NewEntry("dougie-mac", username, role, at(day, from), at(day.plusDays(1), MORNING));
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(WorkingDays.ZONE).toInstant();
    }
}
