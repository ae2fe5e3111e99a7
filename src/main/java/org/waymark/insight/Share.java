package org.waymark.insight;

/**
 * A share with the interval by Wilson that holds the true one 95 times of 100: it stays sensible for few people and for none
 * or all of them, where the usual one does not.
 *
 * @param value from 0 to 1
 */
public record Share(double value, double low, double high) {

    private static final double Z = 1.959963984540054;

    static Share of(long some, long all) {
        double value = (double) some / all;
        double squared = Z * Z / all;
        double middle = (value + squared / 2) / (1 + squared);
        double spread = Z / (1 + squared) * Math.sqrt(value * (1 - value) / all + squared / (4 * all));
        return new Share(
                value, some == 0 ? 0 : Math.max(0, middle - spread), some == all ? 1 : Math.min(1, middle + spread));
    }
}
