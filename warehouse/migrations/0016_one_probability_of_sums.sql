-- One probability of two sums says that they are of one commitment, whether one is the other or a part of it.
ALTER TABLE records.sum_pairs DROP COLUMN part;
