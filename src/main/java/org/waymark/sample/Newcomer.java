package org.waymark.sample;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.people.Ethnicity;
import org.waymark.people.People.NewCarer;
import org.waymark.people.People.NewPerson;

/** Somebody made up, as the memory service refers them. */
final class Newcomer {

    private static final List<String> FAMILIES = List.of(
            "Abberley",
            "Adderley",
            "Amison",
            "Baddeley",
            "Beech",
            "Bourne",
            "Brassington",
            "Bratt",
            "Burgess",
            "Caddick",
            "Clowes",
            "Copestake",
            "Dale",
            "Eardley",
            "Edge",
            "Forrester",
            "Gater",
            "Goodfellow",
            "Greatbatch",
            "Hackney",
            "Hancock",
            "Hodgkiss",
            "Hollins",
            "Jervis",
            "Keeling",
            "Kirkham",
            "Leese",
            "Lymer",
            "Malkin",
            "Mountfort",
            "Nixon",
            "Oakes",
            "Pedley",
            "Podmore",
            "Proctor",
            "Ratcliffe",
            "Rhead",
            "Rushton",
            "Scarratt",
            "Shaw",
            "Sherratt",
            "Simcock",
            "Steele",
            "Swinnerton",
            "Talbot",
            "Tellwright",
            "Tomkinson",
            "Turnock",
            "Unwin",
            "Viggars",
            "Walklate",
            "Warrilow",
            "Wedgewood",
            "Whalley",
            "Whitehurst",
            "Wooliscroft",
            "Wootton",
            "Yarwood");

    private static final List<String> GIVEN = List.of(
            "Ada",
            "Albert",
            "Annie",
            "Beryl",
            "Cyril",
            "Dennis",
            "Dorothy",
            "Edith",
            "Elsie",
            "Ernest",
            "Ethel",
            "Florence",
            "Fred",
            "Geoffrey",
            "Gladys",
            "Gwen",
            "Herbert",
            "Hetty",
            "Ivor",
            "Jack",
            "Kathleen",
            "Leonard",
            "Marjorie",
            "Maurice",
            "Mildred",
            "Nora",
            "Percy",
            "Phyllis",
            "Ronald",
            "Rose",
            "Sidney",
            "Sylvia",
            "Vincent",
            "Wilfred");

    private static final List<String> CARERS = List.of(
            "Alison", "Barbara", "Colin", "David", "Gillian", "Ian", "Janet", "Keith", "Lesley", "Maureen", "Nigel",
            "Pauline", "Roger", "Sandra", "Trevor", "Wendy");

    private static final List<String> SUBTYPES = List.of(
            "Alzheimer's disease", "Alzheimer's disease", "Vascular dementia", "Mixed dementia", "Lewy body dementia");

    /** A mix that shows on the page of groups: who they are, whom nobody has asked and who would rather not say. */
    private static final List<Optional<Ethnicity>> ETHNICITIES = Stream.of(
                    "A A J A A C A H M A A Z A H A A - A J B A A N A R A J A A F A A K".split(" "))
            .map(Ethnicity::ofCode)
            .toList();

    private final int number;
    private final String givenName;
    private final String familyName;
    private final LocalDate bornOn;
    private final List<NewCarer> carers = new ArrayList<>();
    private @Nullable String preferredName;
    private boolean livesAlone;
    private String subtype = "Alzheimer's disease";
    private int diagnosedDaysAgo = 60;

    /** @param number says which number of the tests' range is theirs; nobody has the same */
    Newcomer(int number, String givenName, String familyName, LocalDate bornOn) {
        this.number = number;
        this.givenName = givenName;
        this.familyName = familyName;
        this.bornOn = bornOn;
    }

    /** Somebody of the simulated caseload, whose memory service has just made its diagnosis. */
    static Newcomer drawn(int number, Course course, LocalDate today, LocalDate came, RandomGenerator random) {
        String family = FAMILIES.get(number % FAMILIES.size());
        var newcomer = new Newcomer(
                number,
                GIVEN.get((number * 7 + number / FAMILIES.size()) % GIVEN.size()),
                family,
                came.minusYears(random.nextInt(68, 93)).minusDays(random.nextInt(365)));
        newcomer.diagnosed(
                SUBTYPES.get(random.nextInt(SUBTYPES.size())),
                (int) ChronoUnit.DAYS.between(came, today) + random.nextInt(10, 60));
        newcomer.livesAlone = course.livesAlone();
        for (int carer = 0; carer < course.carers(); carer++) {
            boolean isPartner = carer == 0 && !course.livesAlone();
            newcomer.add(
                    CARERS.get((number + 3 * carer) % CARERS.size()) + " " + family,
                    isPartner ? "Partner" : random.nextBoolean() ? "Daughter" : "Son",
                    isPartner);
        }
        return newcomer;
    }

    Newcomer called(String name) {
        preferredName = name;
        return this;
    }

    Newcomer livingAlone() {
        livesAlone = true;
        return this;
    }

    Newcomer diagnosed(String as, int daysAgo) {
        subtype = as;
        diagnosedDaysAgo = daysAgo;
        return this;
    }

    /** Somebody who cares for them and lives with them. */
    Newcomer livingWith(String name, String relationship) {
        return add(name, relationship, true);
    }

    /** Somebody who cares for them and lives elsewhere. */
    Newcomer caredForBy(String name, String relationship) {
        return add(name, relationship, false);
    }

    private Newcomer add(String name, String relationship, boolean livesWith) {
        boolean isMain = carers.isEmpty();
        carers.add(new NewCarer(name, relationship, phone(carers.size()), livesWith, isMain));
        return this;
    }

    /** Of the numbers that are kept free for made-up people. */
    private String phone(int whose) {
        return "01632 960 " + (200 + 40 * whose + number);
    }

    NewPerson toRegister(LocalDate today) {
        return new NewPerson(
                givenName,
                familyName,
                preferredName,
                bornOn,
                nhsNumber(number),
                null,
                phone(3),
                "ST" + (number % 8 + 1) + " " + number % 10 + "AB",
                "English",
                ETHNICITIES.get(number % ETHNICITIES.size()).orElse(null),
                livesAlone,
                today.minusDays(diagnosedDaysAgo + 28L + number * 11L % 60),
                today.minusDays(diagnosedDaysAgo),
                subtype,
                "Memory service",
                List.copyOf(carers));
    }

    /** A number of the range 999, which is kept for tests and belongs to nobody, with its check digit. */
    static String nhsNumber(int number) {
        for (int serial = number * 37; ; serial++) {
            String nine = "999%06d".formatted(serial);
            int sum = 0;
            for (int i = 0; i < 9; i++) {
                sum += (nine.charAt(i) - '0') * (10 - i);
            }
            int check = (11 - sum % 11) % 11;
            if (check < 10) {
                return nine + check;
            }
        }
    }
}
