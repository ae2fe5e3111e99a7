package org.waymark.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.Role;
import org.waymark.crisis.Rota;
import org.waymark.crisis.Rota.NewEntry;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/** Who is on for rapid response in the coming nights: the nurse, then all of them together, then nobody yet. */
@Component
@ConditionalOnProperty("waymark.sample")
class SampleRota {

    private static final LocalTime EVENING = LocalTime.of(17, 0);
    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private final Rota rota;
    private final Directory directory;
    private final WaymarkClock clock;

    SampleRota(Rota rota, Directory directory, WaymarkClock clock) {
        this.rota = rota;
        this.directory = directory;
        this.clock = clock;
    }

    void load() {
        LocalDate today = clock.today();
        List<NewEntry> nights = IntStream.range(0, 5)
                .mapToObj(night -> night < 3
                        ? night(today.plusDays(night), "nurse", null)
                        : night(today.plusDays(night), null, Role.PALLIATIVE_NURSE.code()))
                .toList();
        rota.add(directory.staffMember("coordinator").orElseThrow().asViewer(), nights);
    }

    private static NewEntry night(LocalDate day, @Nullable String username, @Nullable String role) {
        return new NewEntry("dougie-mac", username, role, at(day, EVENING), at(day.plusDays(1), MORNING));
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(WorkingDays.ZONE).toInstant();
    }
}
