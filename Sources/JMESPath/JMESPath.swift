// The JMESPath room.
