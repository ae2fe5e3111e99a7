package org.waymark.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answer of a costly check, made anew once it is some minutes old however often it is asked for. */
public final class LookedAtOften<T> {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final WaymarkClock clock;
    private final Supplier<T> check;
    private final AtomicReference<@Nullable Answer<T>> last = new AtomicReference<>();

    public LookedAtOften(WaymarkClock clock, Supplier<T> check) {
        this.clock = clock;
        this.check = check;
    }

    public T get() {
        Instant now = clock.instant();
        Answer<T> answer = last.get();
        if (answer == null || Duration.between(answer.at(), now).abs().compareTo(FRESH) > 0) {
            answer = new Answer<>(now, check.get());
            last.set(answer);
        }
        return answer.value();
    }

    private record Answer<T>(Instant at, T value) {}
}
