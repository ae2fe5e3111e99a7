package org.waymark.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/**
 * Says dates, times, numbers and codes in the words that people use, the same on every page. Templates call it as
 * {@code @words}; it returns plain text, which the template escapes. What is missing comes out as an empty text.
 */
@Component("words")
public class Words {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY_YEAR =
            DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter LONG_DAY = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.UK);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

    private static final Duration ONE_DAY = Duration.ofDays(1);

    private final Clock clock;
    private final MessageSourceAccessor messages;

    Words(WaymarkClock clock, MessageSource messages) {
        this.clock = clock;
        this.messages = new MessageSourceAccessor(messages, Locale.UK);
    }

    /** 7 November 2026. */
    public String day(@Nullable LocalDate day) {
        return day == null ? "" : DAY.format(day);
    }

    /** 7 November 2026. */
    public String day(@Nullable Instant at) {
        return at == null ? "" : day(local(at).toLocalDate());
    }

    /** Saturday 7 November 2026. */
    public String longDay(@Nullable LocalDate day) {
        return day == null ? "" : LONG_DAY.format(day);
    }

    /** Today, as a long day: the first words of a page. */
    public String today() {
        return longDay(now().toLocalDate());
    }

    /** Thu 5 Nov; with the year when it is another one than this. */
    public String shortDay(@Nullable LocalDate day) {
        if (day == null) {
            return "";
        }
        return (day.getYear() == now().getYear() ? SHORT_DAY : SHORT_DAY_YEAR).format(day);
    }

    /** Thu 5 Nov; with the year when it is another one than this. */
    public String shortDay(@Nullable Instant at) {
        return at == null ? "" : shortDay(local(at).toLocalDate());
    }

    /** Thu 5 Nov, 17:00. */
    public String dayTime(@Nullable Instant at) {
        return at == null ? "" : shortDay(at) + ", " + time(at);
    }

    /** 17:00. */
    public String time(@Nullable Instant at) {
        return at == null ? "" : TIME.format(local(at));
    }

    /** "since today", "since yesterday", "since Tue 3 Nov". */
    public String since(@Nullable Instant at) {
        if (at == null) {
            return "";
        }
        LocalDate day = local(at).toLocalDate();
        LocalDate today = now().toLocalDate();
        if (day.equals(today)) {
            return messages.getMessage("words.sinceToday");
        }
        if (day.equals(today.minusDays(1))) {
            return messages.getMessage("words.sinceYesterday");
        }
        return say("words.since", shortDay(day));
    }

    /**
     * How a due time stands to now: "overdue 1 working day", "due today", "in 4 working days".
     *
     * @param workingDays from today to the day it is due, negative when that has passed
     */
    public String due(@Nullable Instant dueAt, long workingDays) {
        if (dueAt == null) {
            return messages.getMessage("words.noDate");
        }
        if (isCountedInHours(dueAt)) {
            return dueInHours(dueAt);
        }
        boolean isLate = isLate(dueAt);
        boolean isToday = local(dueAt).toLocalDate().equals(now().toLocalDate());
        if (isLate) {
            long late = Math.abs(workingDays);
            if (isToday || late == 0) {
                return say("words.overdue", since(dueAt));
            }
            return late == 1 ? messages.getMessage("words.overdueDay") : say("words.overdueDays", late);
        }
        if (isToday) {
            return messages.getMessage("words.dueToday");
        }
        LocalDate day = local(dueAt).toLocalDate();
        if (!WorkingDays.isWorkingDay(day)) {
            // A clock of days goes on over the weekend, and is counted as it runs.
            long days = ChronoUnit.DAYS.between(now().toLocalDate(), day);
            return days == 1 ? messages.getMessage("words.inCalendarDay") : say("words.inCalendarDays", days);
        }
        long ahead = Math.max(1, workingDays);
        return ahead == 1 ? messages.getMessage("words.inDay") : say("words.inDays", ahead);
    }

    /** A clock of days ends with a working day; whatever ends at another time runs day and night, and each hour counts. */
    private boolean isCountedInHours(Instant dueAt) {
        return !local(dueAt).toLocalTime().equals(WorkingDays.END_OF_DAY)
                && Duration.between(clock.instant(), dueAt).abs().compareTo(ONE_DAY) < 0;
    }

    private String dueInHours(Instant dueAt) {
        long minutes = Duration.between(clock.instant(), dueAt).toMinutes();
        long hours = Math.round(Math.abs(minutes) / 60.0);
        String key = isLate(dueAt) ? "words.overdue" : "words.in";
        if (hours == 0) {
            return messages.getMessage(key + "WithinHour");
        }
        return hours == 1 ? messages.getMessage(key + "Hour") : say(key + "Hours", hours);
    }

    /** {@link #due(Instant, long)} by the calendar of the kernel. */
    public String due(@Nullable Instant dueAt) {
        return due(dueAt, workingDaysUntil(dueAt));
    }

    /** How a due time stands to now, or until when its clock is paused: "paused until Fri 4 Dec". */
    public String due(@Nullable Instant dueAt, @Nullable Instant pausedUntil) {
        return pausedUntil == null ? due(dueAt) : say("words.pausedUntil", shortDay(pausedUntil));
    }

    /** As {@link #dueTone(Instant)}; what is paused is neither late nor pressing. */
    public String dueTone(@Nullable Instant dueAt, @Nullable Instant pausedUntil) {
        return pausedUntil == null ? dueTone(dueAt) : "";
    }

    /** The tone of a due time's tag: red when late, amber today or within hours, none otherwise. */
    public String dueTone(@Nullable Instant dueAt) {
        if (dueAt == null) {
            return "";
        }
        if (isLate(dueAt)) {
            return "red";
        }
        return isCountedInHours(dueAt) || local(dueAt).toLocalDate().equals(now().toLocalDate()) ? "amber" : "";
    }

    /** How far late work has been told of: "Reminded Mon 9 Nov", "Team lead told Tue 10 Nov"; empty before. */
    public String told(
            @Nullable Instant remindedAt, @Nullable Instant leadToldAt, @Nullable Instant coordinatorToldAt) {
        if (coordinatorToldAt != null) {
            return say("told.coordinator", shortDay(coordinatorToldAt));
        }
        if (leadToldAt != null) {
            return say("told.teamLead", shortDay(leadToldAt));
        }
        return remindedAt == null ? "" : say("told.reminded", shortDay(remindedAt));
    }

    /** A span of hours begun: "at once", "5 hours", and from two days on "3 days". */
    public String span(int hours) {
        if (hours == 0) {
            return messages.getMessage("words.atOnce");
        }
        int days = (hours + 23) / 24;
        return hours <= 48
                ? hours == 1 ? messages.getMessage("words.hour") : say("words.hours", hours)
                : say("words.days", days);
    }

    /** "3 working days". */
    public String workingDays(long days) {
        return days == 1 ? messages.getMessage("words.workingDay") : say("words.workingDays", days);
    }

    /** Age today: "81 years". */
    public String age(@Nullable LocalDate born) {
        return age(born, null);
    }

    /** Age today, or on the day of death. */
    public String age(@Nullable LocalDate born, @Nullable LocalDate diedOn) {
        if (born == null) {
            return "";
        }
        int years = Period.between(born, diedOn == null ? now().toLocalDate() : diedOn)
                .getYears();
        return years == 1 ? messages.getMessage("words.year") : say("words.years", years);
    }

    /** A number that is read out or dialled stays on one line. */
    public static String unbroken(String number) {
        return number.replace(' ', '\u00A0');
    }

    /** How long it was: "1 year 2 months", "7 months", "3 weeks", "1 day". */
    public String span(LocalDate from, LocalDate to) {
        Period period = Period.between(from, to);
        if (period.toTotalMonths() >= 2) {
            String months = period.getMonths() == 0 ? "" : count("month", period.getMonths());
            return period.getYears() == 0 ? months : (count("year", period.getYears()) + " " + months).strip();
        }
        long days = ChronoUnit.DAYS.between(from, to);
        return days >= 14 ? count("week", days / 7) : count("day", days);
    }

    private String count(String unit, long number) {
        return say(number == 1 ? "words.span." + unit : "words.span." + unit + "s", number);
    }

    /** 943 476 5919, or "not known yet". */
    public String nhsNumber(@Nullable String number) {
        if (number == null || number.isBlank()) {
            return messages.getMessage("words.nhsNumberUnknown");
        }
        return number.length() == 10
                ? number.substring(0, 3) + " " + number.substring(3, 6) + " " + number.substring(6)
                : number;
    }

    /** A constant of an enum, from {@code enum.<Type>.<NAME>}; a nested type is spelled {@code Referral.State}. */
    public String of(@Nullable Enum<?> constant) {
        if (constant == null) {
            return "";
        }
        Class<?> type = constant.getDeclaringClass();
        Class<?> around = type.getEnclosingClass();
        String name = around == null ? type.getSimpleName() : around.getSimpleName() + "." + type.getSimpleName();
        return code(name, constant.name());
    }

    /** A code that is kept as text, such as a stage: {@code code('Stage', 'MILD')}. One without a message is spelled out. */
    public String code(String type, @Nullable String code) {
        if (code == null || code.isBlank()) {
            return "";
        }
        String spelled = code.replace('_', ' ').toLowerCase(Locale.UK);
        return messages.getMessage(
                "enum." + type + "." + code, spelled.substring(0, 1).toUpperCase(Locale.UK) + spelled.substring(1));
    }

    /** What a process is called on our pages: "Referral". */
    public String process(String id) {
        return messages.getMessage("process." + id, id);
    }

    public String yesNo(@Nullable Boolean value) {
        if (value == null) {
            return "";
        }
        return messages.getMessage(value ? "words.yes" : "words.no");
    }

    /** 10,000. */
    public String number(long number) {
        return String.format(Locale.UK, "%,d", number);
    }

    /** "Good morning, Ruth": by the hour, with the first of the names. */
    public String greeting(String displayName) {
        int hour = now().getHour();
        String key = hour < 12 ? "words.goodMorning" : hour < 18 ? "words.goodAfternoon" : "words.goodEvening";
        return say(key, displayName.strip().split("\\s+", 2)[0]);
    }

    private boolean isLate(Instant dueAt) {
        return dueAt.isBefore(clock.instant());
    }

    private long workingDaysUntil(@Nullable Instant dueAt) {
        return dueAt == null
                ? 0
                : WorkingDays.between(now().toLocalDate(), local(dueAt).toLocalDate());
    }

    /** Numbers go in as text, or the message format would group their digits. */
    private String say(String key, Object argument) {
        return messages.getMessage(key, new Object[] {String.valueOf(argument)});
    }

    private ZonedDateTime now() {
        return local(clock.instant());
    }

    private static ZonedDateTime local(Instant at) {
        return at.atZone(WorkingDays.ZONE);
    }
}
