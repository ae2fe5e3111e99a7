package org.waymark.kernel;

import java.util.UUID;

/** Names one carer of one person with dementia, so that modules can speak of a carer without knowing who it is. */
public record CarerId(UUID value) {

    public static CarerId random() {
        return new CarerId(UUID.randomUUID());
    }

    public static CarerId of(String text) {
        return new CarerId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
