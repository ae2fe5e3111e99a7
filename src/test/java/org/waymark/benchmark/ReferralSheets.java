package org.waymark.benchmark;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;

/** Spreadsheets of made-up referrals as the import takes them; NHS numbers are of the range kept for tests. */
final class ReferralSheets {

    private static final String HEADER =
            "Given name,Family name,Date of birth,NHS number,Postcode,Phone,Diagnosis date,"
                    + "Subtype,Referred by,Carer name,Carer relationship,Carer phone,Language,Lives alone\n";
    private static final String[] GIVEN = {
        "Margaret", "Kenneth", "Jean", "Derek", "Sheila", "Ronald", "Doreen", "Raymond", "Joan", "Brian", "Patricia",
        "Gordon", "Beryl", "Dennis", "Audrey", "Leonard", "Hilda", "Stanley", "Marjorie", "Harold", "Edna", "Arthur"
    };
    private static final String[] BEGIN = {
        "Ash", "Bir", "Cop", "Den", "Fol", "Hart", "Kel", "Lang", "Mar", "Nor", "Old", "Pem", "Rad", "Stan", "Thor",
        "Wal", "Brad", "Clay", "Dun", "Hol"
    };
    private static final String[] END = {
        "ley", "ton", "ham", "field", "wood", "worth", "croft", "well", "by", "ford", "hurst", "more", "stead", "den"
    };
    private static final String[] SUBTYPES = {"Alzheimer's disease", "Vascular dementia", "Mixed dementia"};

    private final Random random = new Random(7);
    private int numbers = 100_000;

    String next(int rows) {
        var csv = new StringBuilder(HEADER);
        for (int i = 0; i < rows; i++) {
            row(csv);
        }
        return csv.toString();
    }

    private void row(StringBuilder csv) {
        String family = any(BEGIN) + any(END);
        boolean hasCarer = random.nextInt(3) > 0;
        csv.append(any(GIVEN)).append(',').append(family).append(',');
        csv.append(LocalDate.of(1932, 1, 1).plusDays(random.nextInt(9_000))).append(',');
        csv.append(nhsNumber()).append(',');
        csv.append(String.format(
                Locale.ROOT, "ST%d %d%c%c", 1 + random.nextInt(9), 1 + random.nextInt(9), letter(), letter()));
        csv.append(",01632 960").append(100 + random.nextInt(900)).append(',');
        csv.append(LocalDate.of(2024, 1, 1).plusDays(random.nextInt(600))).append(',');
        csv.append(any(SUBTYPES)).append(",North Staffordshire memory service,");
        csv.append(hasCarer ? any(GIVEN) + " " + family + ",Relative,07700 900" + (100 + random.nextInt(900)) : ",,");
        csv.append(",English,").append(random.nextInt(3) == 0 ? "yes" : "no").append('\n');
    }

    private String any(String[] words) {
        return words[random.nextInt(words.length)];
    }

    private char letter() {
        return "ABDEFGHJLNPQRSTUWXYZ".charAt(random.nextInt(20));
    }

    private String nhsNumber() {
        while (true) {
            String digits = "999" + numbers++;
            int sum = 0;
            for (int i = 0; i < 9; i++) {
                sum += (digits.charAt(i) - '0') * (10 - i);
            }
            int check = (11 - sum % 11) % 11;
            if (check < 10) {
                return digits + check;
            }
        }
    }
}
