package org.waymark.pathway.web;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.centre.CentreDays;
import org.waymark.centre.CentrePlaces;
import org.waymark.centre.CentreRegister;
import org.waymark.centre.CentreRegister.Mark;
import org.waymark.centre.CentreRegister.Saved;
import org.waymark.web.Words;

/** The wellbeing centre: its days, the register of a session, who waits, and how many places there are. */
@Controller
@RequestMapping("/centre")
class CentreController {

    private static final int LONGEST_REASON = 500;
    private static final String MARK = "mark_";

    private final CentreDays days;
    private final CentreRegister register;
    private final CentrePlaces places;
    private final CentrePages pages;
    private final CurrentViewer viewer;
    private final Words words;

    CentreController(
            CentreDays days,
            CentreRegister register,
            CentrePlaces places,
            CentrePages pages,
            CurrentViewer viewer,
            Words words) {
        this.days = days;
        this.register = register;
        this.places = places;
        this.pages = pages;
        this.viewer = viewer;
        this.words = words;
    }

    @GetMapping
    @Transactional
    ModelAndView overview() {
        return new ModelAndView("centre/overview", pages.overview(days.overview(viewer.get())));
    }

    @GetMapping("/waiting/{service}")
    @Transactional
    ModelAndView waiting(@PathVariable String service) {
        Viewer asking = viewer.get();
        return new ModelAndView("centre/waiting", pages.waiting(asking, days.waiting(asking, service)));
    }

    @GetMapping("/days/{day}")
    @Transactional
    ModelAndView session(@PathVariable UUID day, @RequestParam(required = false) @Nullable String on) {
        Viewer asking = viewer.get();
        return new ModelAndView(
                "centre/register", pages.register(asking, register.session(asking, day, on == null ? null : date(on))));
    }

    @PostMapping("/days/{day}")
    String save(
            @PathVariable UUID day,
            @RequestParam(defaultValue = "") String on,
            @RequestParam Map<String, String> entered,
            RedirectAttributes after) {
        Map<UUID, Mark> marks = new HashMap<>();
        entered.forEach((name, value) -> {
            if (name.startsWith(MARK) && !value.isEmpty()) {
                String place = name.substring(MARK.length());
                marks.put(id(place), mark(value, entered.getOrDefault("reason_" + place, "")));
            }
        });
        after.addFlashAttribute("done", said(register.save(viewer.get(), day, date(on), marks)));
        return "redirect:/centre/days/" + day + "?on=" + date(on);
    }

    private static Mark mark(String value, String reason) {
        return switch (value) {
            case "CAME" -> new Mark(true, null);
            case "MISSED" -> new Mark(false, CentrePages.REASONS.contains(reason) ? reason : null);
            default -> throw new NotVisible();
        };
    }

    private static String said(Saved saved) {
        return "Saved: " + saved.came() + " came, " + saved.missed() + " did not."
                + (saved.corrected() == 0
                        ? ""
                        : " " + saved.corrected() + " corrected; what was marked before stays on record.")
                + (saved.unmarked() == 0 ? "" : " " + saved.unmarked() + " not marked yet.");
    }

    @PostMapping("/days/{day}/not-held")
    String notHeld(
            @PathVariable UUID day,
            @RequestParam(defaultValue = "") String on,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes after) {
        if (!CentrePages.NOT_HELD.contains(reason)) {
            throw new NotVisible();
        }
        register.notHeld(viewer.get(), day, date(on), reason);
        after.addFlashAttribute("done", "Saved. Nobody missed this session.");
        return "redirect:/centre/days/" + day + "?on=" + date(on);
    }

    @PostMapping("/places/{place}/review")
    String review(@PathVariable UUID place, RedirectAttributes after) {
        after.addFlashAttribute("done", words.of(places.reviewNow(viewer.get(), place.toString())));
        return "redirect:/centre";
    }

    @GetMapping("/days/{day}/places")
    @Transactional
    ModelAndView capacity(@PathVariable UUID day) {
        return new ModelAndView("centre/capacity", pages.capacity(days.capacity(viewer.get(), day)));
    }

    @PostMapping("/days/{day}/places")
    @Transactional
    ModelAndView change(
            @PathVariable UUID day,
            @RequestParam(defaultValue = "") String places,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes after) {
        CentreDays.Capacity now = days.capacity(viewer.get(), day);
        String placesError = CentrePages.placesError(places, now.least());
        String reasonError = reasonError(reason);
        if (placesError != null || reasonError != null) {
            return refused(new ModelAndView("centre/capacity", pages.capacity(now)))
                    .addObject("places", places)
                    .addObject("reason", reason)
                    .addObject("placesError", placesError)
                    .addObject("reasonError", reasonError);
        }
        days.change(viewer.get(), day, Integer.parseInt(places.strip()), reason.strip());
        after.addFlashAttribute("done", "Saved. Free places have been offered to those who wait.");
        return new ModelAndView("redirect:/centre");
    }

    @GetMapping("/open/{service}")
    @Transactional
    ModelAndView toOpen(@PathVariable String service) {
        return new ModelAndView("centre/open-day", pages.openDay(days.toOpen(viewer.get(), service)));
    }

    @PostMapping("/open/{service}")
    @Transactional
    ModelAndView open(
            @PathVariable String service, @RequestParam Map<String, String> entered, RedirectAttributes after) {
        var centre = days.toOpen(viewer.get(), service);
        Map<String, String> errors = new HashMap<>();
        @Nullable LocalTime begins = time(entered, "begins", errors);
        @Nullable LocalTime ends = time(entered, "ends", errors);
        if (begins != null && ends != null && !ends.isAfter(begins)) {
            errors.put("endsError", "The end must come after the beginning");
        }
        String weekday = entered.getOrDefault("weekday", "");
        if (!CentrePages.WEEKDAYS.containsKey(weekday)) {
            errors.put("weekdayError", "Choose the day of the week");
        }
        String howMany = entered.getOrDefault("places", "");
        String placesError = CentrePages.placesError(howMany, 0);
        if (placesError != null) {
            errors.put("placesError", placesError);
        }
        String reason = entered.getOrDefault("reason", "");
        String reasonError = reasonError(reason);
        if (reasonError != null) {
            errors.put("reasonError", reasonError);
        }
        if (begins == null || ends == null || !errors.isEmpty()) {
            ModelAndView page = refused(new ModelAndView("centre/open-day", pages.openDay(centre)));
            entered.forEach((name, value) -> {
                if (CentrePages.OPENING.contains(name)) {
                    page.addObject(name, value);
                }
            });
            return page.addAllObjects(errors);
        }
        days.open(
                viewer.get(),
                service,
                DayOfWeek.valueOf(weekday),
                begins,
                ends,
                Integer.parseInt(howMany.strip()),
                reason.strip());
        after.addFlashAttribute("done", "The day is open. Its places have been offered to those who wait.");
        return new ModelAndView("redirect:/centre");
    }

    private static ModelAndView refused(ModelAndView page) {
        page.setStatus(HttpStatus.BAD_REQUEST);
        return page.addObject("hasErrors", true);
    }

    private static @Nullable String reasonError(String reason) {
        String said = reason.strip();
        return said.isEmpty()
                ? "Enter the reason"
                : said.length() > LONGEST_REASON ? "The reason must be 500 characters or less" : null;
    }

    private static @Nullable LocalTime time(Map<String, String> entered, String name, Map<String, String> errors) {
        try {
            String typed = entered.getOrDefault(name, "").strip().replace('.', ':');
            return LocalTime.parse(typed.length() == 4 ? "0" + typed : typed);
        } catch (DateTimeParseException e) {
            errors.put(name + "Error", "Enter a time, for example 10:00");
            return null;
        }
    }

    /** An address with a date that is none leads nowhere. */
    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new NotVisible();
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotVisible();
        }
    }
}
