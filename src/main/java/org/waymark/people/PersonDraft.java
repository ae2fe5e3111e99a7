package org.waymark.people;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.waymark.people.People.NewCarer;
import org.waymark.people.People.NewPerson;

/**
 * A person as somebody typed it or a spreadsheet sent it: text in every field, before any of it is believed. The rules for
 * both ways in are here.
 */
public record PersonDraft(
        String givenName,
        String familyName,
        String preferredName,
        String dateOfBirth,
        String nhsNumber,
        String nhsNumberUnknownReason,
        String phone,
        String postcode,
        String language,
        String ethnicity,
        String livesAlone,
        String memoryReferredOn,
        String diagnosedOn,
        String subtype,
        String referredBy,
        List<CarerDraft> carers) {

    /** A carer as typed. */
    public record CarerDraft(String name, String relationship, String phone, String livesWith) {

        public boolean isBlank() {
            return isEmpty(name) && isEmpty(relationship) && isEmpty(phone);
        }
    }

    /**
     * One thing wrong with one field.
     *
     * @param field name of the component; for a carer {@code carers[0].name}
     * @param code message key under {@code people.problem.}
     */
    public record Problem(String field, String code) {}

    /** The person if nothing is wrong, or else everything that is. */
    public record Checked(@Nullable NewPerson person, List<Problem> problems) {

        public NewPerson valid() {
            if (person == null) {
                throw new IllegalStateException("The draft has problems");
            }
            return person;
        }
    }

    /** The kinds of dementia that a referral usually names; any other text is kept as it came. */
    public static final List<String> SUBTYPES = List.of(
            "Alzheimer's disease",
            "Vascular dementia",
            "Mixed dementia",
            "Dementia with Lewy bodies",
            "Parkinson's disease dementia",
            "Frontotemporal dementia",
            "Not known yet");

    /** Shorter ways to write one of them, folded. */
    private static final Map<String, String> SHORTER = Map.ofEntries(
            Map.entry("alzheimer", "Alzheimer's disease"),
            Map.entry("alzheimers", "Alzheimer's disease"),
            Map.entry("alzheimers dementia", "Alzheimer's disease"),
            Map.entry("vascular", "Vascular dementia"),
            Map.entry("mixed", "Mixed dementia"),
            Map.entry("lewy body", "Dementia with Lewy bodies"),
            Map.entry("lewy bodies", "Dementia with Lewy bodies"),
            Map.entry("lewy body dementia", "Dementia with Lewy bodies"),
            Map.entry("dlb", "Dementia with Lewy bodies"),
            Map.entry("parkinsons", "Parkinson's disease dementia"),
            Map.entry("parkinsons dementia", "Parkinson's disease dementia"),
            Map.entry("frontotemporal", "Frontotemporal dementia"),
            Map.entry("ftd", "Frontotemporal dementia"),
            Map.entry("unknown", "Not known yet"),
            Map.entry("not known", "Not known yet"));

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 200;
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1900, 1, 1);

    private static final Pattern ISO_DATE = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})");
    private static final Pattern DAY_FIRST = Pattern.compile("([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0\\u2007\\u202F]+");
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Z}\\p{Cf}]*");
    private static final Pattern PHONE =
            Pattern.compile("\\+?[0-9()\\-./ ]{6,28}( ?(ext|extension|x)\\.? ?[0-9]{1,6})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern POSTCODE = Pattern.compile("([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})");

    /** What has been checked once, as if typed, so that the same rules hold for every way in. */
    static PersonDraft of(NewPerson person) {
        return new PersonDraft(
                person.givenName(),
                person.familyName(),
                orEmpty(person.preferredName()),
                person.dateOfBirth().toString(),
                orEmpty(person.nhsNumber()),
                orEmpty(person.nhsNumberUnknownReason()),
                orEmpty(person.phone()),
                orEmpty(person.postcode()),
                orEmpty(person.language()),
                person.ethnicity() == null ? "" : person.ethnicity().code(),
                person.livesAlone() ? "yes" : "no",
                person.memoryReferredOn() == null
                        ? ""
                        : person.memoryReferredOn().toString(),
                person.diagnosedOn() == null ? "" : person.diagnosedOn().toString(),
                orEmpty(person.subtype()),
                orEmpty(person.referredBy()),
                person.carers().stream()
                        // The first carer of a draft is the main one.
                        .sorted(Comparator.comparing(NewCarer::isMain).reversed())
                        .map(carer -> new CarerDraft(
                                carer.name(),
                                carer.relationship(),
                                orEmpty(carer.phone()),
                                carer.livesWith() ? "yes" : "no"))
                        .toList());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** A date as people here write it, 2026-11-07 or 07/11/2026; empty for any other text and for a day that never was. */
    public static Optional<LocalDate> readDate(String text) {
        Matcher iso = ISO_DATE.matcher(text.strip());
        if (iso.matches()) {
            return date(iso.group(1), iso.group(2), iso.group(3));
        }
        Matcher dayFirst = DAY_FIRST.matcher(text.strip());
        return dayFirst.matches() ? date(dayFirst.group(3), dayFirst.group(2), dayFirst.group(1)) : Optional.empty();
    }

    private static Optional<LocalDate> date(String year, String month, String day) {
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A postcode as it is written on a letter; empty when it has not the shape of one. */
    public static Optional<String> readPostcode(String text) {
        String letters = BLANKS.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
        Matcher postcode = POSTCODE.matcher(letters);
        return postcode.matches() ? Optional.of(postcode.group(1) + " " + postcode.group(2)) : Optional.empty();
    }

    /** Nothing that an eye would see; blanks and marks of direction alone are no name. */
    private static boolean isEmpty(String text) {
        return INVISIBLE.matcher(text).matches();
    }

    public Checked check(LocalDate today) {
        return new Check(today).run();
    }

    private final class Check {

        private final LocalDate today;
        private final List<Problem> problems = new ArrayList<>();

        Check(LocalDate today) {
            this.today = today;
        }

        Checked run() {
            String given = name("givenName", givenName, true);
            String family = name("familyName", familyName, true);
            String preferred = name("preferredName", preferredName, false);
            LocalDate birth = birth();
            String nhs = nhs();
            String nhsReason = nhs == null ? text("nhsNumberUnknownReason", nhsNumberUnknownReason) : null;
            if (nhs == null && nhsReason == null && isEmpty(nhsNumber) && isEmpty(nhsNumberUnknownReason)) {
                problem("nhsNumber", "nhsNumber.missing");
            }
            String tel = phone("phone", phone);
            String post = postcode();
            String tongue = text("language", language);
            Ethnicity belonging = ethnicity();
            Boolean alone = yesNo("livesAlone", livesAlone);
            LocalDate diagnosed = pastDay("diagnosedOn", diagnosedOn, birth);
            LocalDate memoryReferred = pastDay("memoryReferredOn", memoryReferredOn, birth);
            if (memoryReferred != null && diagnosed != null && diagnosed.isBefore(memoryReferred)) {
                problem("memoryReferredOn", "memoryReferredOn.afterDiagnosis");
            }
            String kind = subtype();
            String from = text("referredBy", referredBy);
            List<NewCarer> known = carers();
            if (!problems.isEmpty() || given == null || family == null || birth == null) {
                return new Checked(null, List.copyOf(problems));
            }
            return new Checked(
                    new NewPerson(
                            given,
                            family,
                            preferred,
                            birth,
                            nhs,
                            nhsReason,
                            tel,
                            post,
                            tongue,
                            belonging,
                            Boolean.TRUE.equals(alone),
                            memoryReferred,
                            diagnosed,
                            kind,
                            from,
                            known),
                    List.of());
        }

        private List<NewCarer> carers() {
            var known = new ArrayList<NewCarer>();
            for (int i = 0; i < carers.size(); i++) {
                CarerDraft carer = carers.get(i);
                if (carer.isBlank()) {
                    continue;
                }
                String at = "carers[" + i + "].";
                String name = name(at + "name", carer.name(), false);
                if (isEmpty(carer.name())) {
                    problem(at + "name", "carerName.missing");
                }
                String relationship = text(at + "relationship", carer.relationship());
                if (isEmpty(carer.relationship())) {
                    problem(at + "relationship", "carerRelationship.missing");
                }
                String tel = phone(at + "phone", carer.phone());
                Boolean livesWith = yesNo(at + "livesWith", carer.livesWith());
                if (name != null && relationship != null) {
                    known.add(new NewCarer(name, relationship, tel, Boolean.TRUE.equals(livesWith), known.isEmpty()));
                }
            }
            return known;
        }

        private @Nullable LocalDate birth() {
            if (isEmpty(dateOfBirth)) {
                problem("dateOfBirth", "dateOfBirth.missing");
                return null;
            }
            LocalDate birth = readDate(dateOfBirth).orElse(null);
            if (birth == null) {
                problem("dateOfBirth", "dateOfBirth.notADate");
            } else if (birth.isAfter(today)) {
                problem("dateOfBirth", "dateOfBirth.inFuture");
            } else if (birth.isBefore(FIRST_BIRTH)) {
                problem("dateOfBirth", "dateOfBirth.tooEarly");
            }
            return birth;
        }

        private @Nullable LocalDate pastDay(String field, String typed, @Nullable LocalDate birth) {
            if (isEmpty(typed)) {
                return null;
            }
            LocalDate day = readDate(typed).orElse(null);
            if (day == null) {
                problem(field, field + ".notADate");
            } else if (day.isAfter(today)) {
                problem(field, field + ".inFuture");
            } else if (birth != null && day.isBefore(birth)) {
                problem(field, field + ".beforeBirth");
            }
            return day;
        }

        private @Nullable String nhs() {
            if (isEmpty(nhsNumber)) {
                return null;
            }
            var number = NhsNumber.read(nhsNumber);
            if (number.isEmpty()) {
                problem("nhsNumber", "nhsNumber.invalid");
                return null;
            }
            return number.get().value();
        }

        private @Nullable String subtype() {
            String text = text("subtype", subtype);
            if (text == null) {
                return null;
            }
            String folded = String.join(" ", NameSpelling.words(text));
            return SUBTYPES.stream()
                    .filter(one -> String.join(" ", NameSpelling.words(one)).equals(folded))
                    .findFirst()
                    .orElse(SHORTER.getOrDefault(folded, text));
        }

        private @Nullable String phone(String field, String typed) {
            String text = text(field, typed);
            if (text == null) {
                return null;
            }
            long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
            if (!PHONE.matcher(text).matches() || digits < 6 || digits > 21) {
                problem(field, "phone.invalid");
            }
            return text;
        }

        private @Nullable String postcode() {
            if (isEmpty(postcode)) {
                return null;
            }
            var found = readPostcode(postcode);
            if (found.isEmpty()) {
                problem("postcode", "postcode.invalid");
                return null;
            }
            return found.get();
        }

        private @Nullable Ethnicity ethnicity() {
            if (isEmpty(ethnicity)) {
                return null;
            }
            var found = Ethnicity.ofCode(ethnicity);
            if (found.isEmpty()) {
                problem("ethnicity", "ethnicity.unknown");
            }
            return found.orElse(null);
        }

        private @Nullable Boolean yesNo(String field, String typed) {
            return switch (typed.strip().toLowerCase(Locale.ROOT)) {
                case "" -> null;
                case "yes", "y", "true", "1" -> true;
                case "no", "n", "false", "0" -> false;
                default -> {
                    problem(field, "yesNo.invalid");
                    yield null;
                }
            };
        }

        private @Nullable String name(String field, String typed, boolean isRequired) {
            if (isEmpty(typed)) {
                if (isRequired) {
                    problem(field, field + ".missing");
                }
                return null;
            }
            return plain(field, typed, LONGEST_NAME);
        }

        private @Nullable String text(String field, String typed) {
            return isEmpty(typed) ? null : plain(field, typed, LONGEST_TEXT);
        }

        /** Any text of any script, as it is; only what no page can show is refused. */
        private @Nullable String plain(String field, String typed, int longest) {
            String text = BLANKS.matcher(typed).replaceAll(" ").strip();
            if (text.codePoints().anyMatch(PersonDraft::cannotBeShown)) {
                problem(field, "text.cannotBeShown");
                return null;
            }
            if (text.codePointCount(0, text.length()) > longest) {
                problem(field, "text.tooLong");
                return null;
            }
            return text;
        }

        private void problem(String field, String code) {
            problems.add(new Problem(field, code));
        }
    }

    private static boolean cannotBeShown(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.SURROGATE
                || character == 0xFFFD;
    }
}
