"""Makes the tables of points of this folder with Python and openpyxl, so that not only our own library wrote them.

Run once by hand in this folder (python3 make.py); the files are committed, tests only read them.
The points are made up; they only add up to the known totals 40, 35 and 25.
"""
import csv, io
import openpyxl

facts = list(csv.DictReader(open("../../schemes/clauses.csv", encoding="utf-8")))
other = {"5.1.1.1": 1, "5.1.6.4": 3, "5.2.2.1": 1, "5.2.4.1": 4, "5.3.1.3": 2, "5.3.2.2": 5}
rows = [(row["clause"], row["title"], other.get(row["clause"], int(row["points"]))) for row in facts]
assert sum(points for _, _, points in rows) == 100

def put(name, head, lines, separator, encoding):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows([head] + lines)
    open(name, "wb").write(out.getvalue().encode(encoding))

put("full.csv", ["条款", "名称", "分值"], [list(row) for row in rows], ",", "utf-8")
wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
put("full-gb18030.csv", ["条款编号", "标准分值"], [[c.translate(wide), str(p).translate(wide)] for c, _, p in rows], ";", "gb18030")
put("english.csv", ["Points", "Clause", "weather"], [[p, c, "sunny"] for c, _, p in rows], "\t", "utf-8-sig")

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "分值"
sheet.append(["GB/T 27922-2011 各条分值（示例）"])
sheet.append([])
sheet.append(["条款", "名称", "分值", "页码"])
for row in rows:
    sheet.append(list(row) + [3])
book.save("full.xlsx")

book = openpyxl.Workbook()
sheet = book.active
group = None
for clause, _, points in rows:
    # A blank row between the groups, as people leave them.
    if group not in (None, clause.rsplit(".", 1)[0]):
        sheet.append([])
    group = clause.rsplit(".", 1)[0]
    sheet.append([points])
book.save("column.xlsx")
