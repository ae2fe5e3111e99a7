package org.waymark.people.intake;

/** Keeps a spreadsheet program from taking a cell of a download for a formula, and takes that back when the file returns. */
final class SafeCells {

    private static final String FORMULA_STARTS = "=+-@\t\r";

    private SafeCells() {}

    static String neutral(String cell) {
        return isFormula(cell) || isFormula(cell.stripLeading()) ? "'" + cell : cell;
    }

    private static boolean isFormula(String cell) {
        return !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0;
    }

    static String original(String cell) {
        return cell.length() > 1
                        && cell.charAt(0) == '\''
                        && !neutral(cell.substring(1)).equals(cell.substring(1))
                ? cell.substring(1)
                : cell;
    }
}
