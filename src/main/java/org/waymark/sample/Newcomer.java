package org.waymark.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.people.People.NewCarer;
import org.waymark.people.People.NewPerson;

/** Somebody made up, as the memory service refers them. */
final class Newcomer {

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
